// The JavaScript domain of leads as JSON in, JSON out; the Python side is lead_functions.py.

import { makeHybridTime, parseHybridTime } from "../../static/js/domain/hybrid-time.js";
import { decideCapture } from "../../static/js/domain/lead-capture.js";
import { parseFactBatch } from "../../static/js/domain/lead-messages.js";
import { foldLead, viewLead } from "../../static/js/domain/lead.js";
import { MessageError } from "../../static/js/domain/messages.js";
import { fits, isAnswer, isAsked, readAnswer } from "../../static/js/domain/qualifiers.js";
import { fieldsShared } from "../../static/js/domain/share-levels.js";

/** @type {Record<string, (given: any) => any>} */
export const leadFunctions = {
  make_hybrid_time: makeTime,
  parse_hybrid_time: ({ text }) => {
    const found = parseHybridTime(text);
    return found && { ms: found.ms, counter: found.counter, device_id: found.deviceId };
  },
  fields_shared: ({ level }) => fieldsShared(level),
  fold_lead: ({ captures, edits }) => {
    const fold = foldLead(captures, edits);
    return { fold, view: viewLead(fold) };
  },
  parse_fact_batch: parseBatch,
  decide_capture: decide,
  judge_answer: judgeAnswer,
};

/** @param {any} given */
function makeTime({ now_ms, device_id, newest }) {
  try {
    return makeHybridTime(now_ms, device_id, newest);
  } catch (error) {
    if (error instanceof RangeError) return { error: "not_a_hybrid_time" };
    throw error;
  }
}

/** @param {any} given */
function parseBatch({ message }) {
  try {
    return parseFactBatch(message);
  } catch (error) {
    if (error instanceof MessageError) return { error: error.code };
    throw error;
  }
}

/** @param {any} given */
function decide({ code_kind, text, visitor, gives_contact, is_training }) {
  const person = visitor && {
    shareLevel: visitor.share_level,
    hasWithdrawn: visitor.has_withdrawn,
    standing: visitor.standing,
  };
  return decideCapture({ kind: code_kind, text }, person, gives_contact, is_training);
}

/** @param {any} given */
function judgeAnswer({ kind, options, any_of, answer }) {
  if (!isAnswer(answer)) return { error: "no_answer" };
  const kept = readAnswer(answer);
  const question = { kind, options: options.map((/** @type {string} */ code) => ({ code, labels: {} })) };
  const follower = { condition: { question: "asked", any_of } };
  return { kept, fits: fits(question, kept), is_asked: isAsked(follower, { asked: kept }) };
}
