"""A file imported again updates people; it neither doubles nor forgets them."""

from collections.abc import Sequence

from server.importing.attendees import ImportedAttendee, ImportOptions
from server.importing.matching import (
    COMPARED_FIELDS,
    KnownAttendee,
    MatchDecision,
    match_attendees,
)
from server.importing.plan import fill_defaults


def person(**values: object) -> ImportedAttendee:
    given: dict[str, object] = {"row_number": 2, "first_name": "Omar", "last_name": "Tazi"}
    return ImportedAttendee(**given | values)  # type: ignore[arg-type]


def store(people: Sequence[ImportedAttendee]) -> list[KnownAttendee]:
    """The people as an earlier import stored them; ids are their places."""
    return [
        KnownAttendee(
            str(place),
            {name: getattr(fill_defaults(one, ImportOptions()), name) for name in COMPARED_FIELDS},
            (one.foreign_code,) if one.foreign_code else (),
        )
        for place, one in enumerate(people)
    ]


def match(
    people: Sequence[ImportedAttendee], known: Sequence[KnownAttendee]
) -> list[MatchDecision]:
    return list(match_attendees(people, known))


def test_new_updated_unchanged() -> None:
    known = store([person(email="o@example.com"), person(email="x@example.com", company="A")])
    same = person(email="o@example.com")
    changed = person(email="x@example.com", company="B")
    new = person(email="n@example.com", last_name="Sow", first_name="Awa")
    decisions = match([same, changed, new], known)
    assert [decision.decision for decision in decisions] == ["unchanged", "update", "new"]
    assert decisions[1].changes == {"company": ("A", "B")}
    assert [decision.attendee_id for decision in decisions] == ["0", "1", None]


def test_silence_leaves_the_stored_value() -> None:
    known = store([person(email="o@example.com", company="A", share_level="all")])
    (decision,) = match([person(email="o@example.com")], known)
    assert decision.decision == "unchanged"


def test_an_emptied_email_does_not_double_who_has_a_code() -> None:
    known = store([person(email="o@example.com", foreign_code="111")])
    (decision,) = match([person(foreign_code="111", last_name="Other")], known)
    assert (decision.attendee_id, decision.matched_by) == ("0", "foreign_code")


def test_the_code_beats_the_email() -> None:
    known = store(
        [
            person(email="o@example.com", foreign_code="111"),
            person(email="o@example.com", foreign_code="222"),
        ]
    )
    again = [
        person(email="o@example.com", foreign_code="222"),
        person(email="o@example.com", foreign_code="111"),
    ]
    assert [decision.attendee_id for decision in match(again, known)] == ["1", "0"]


def test_a_new_code_for_a_known_person_is_added() -> None:
    known = store([person(email="o@example.com", foreign_code="111")])
    (decision,) = match([person(email="o@example.com", foreign_code="333")], known)
    assert (decision.decision, decision.adds_foreign_code) == ("update", True)


def test_a_reference_finds_who_changed_address() -> None:
    known = store([person(email="old@example.com", external_ref="7")])
    (decision,) = match([person(email="new@example.com", external_ref="7")], known)
    assert (decision.matched_by, decision.changes["email"]) == (
        *("external_ref", ("old@example.com", "new@example.com")),
    )


def test_phone_and_name_find_who_has_no_email() -> None:
    known = store([person(phone="+212612345678")])
    (decision,) = match([person(phone="+212612345678", first_name="OMAR")], known)
    assert (decision.attendee_id, decision.matched_by) == ("0", "phone")


def test_who_has_nothing_but_a_name_is_not_doubled() -> None:
    bare, of_a_company = person(), person(company="Atlas BPO")
    known = store([bare, of_a_company])
    again = match([person(company="ATLAS bpo"), person()], known)
    assert [d.attendee_id for d in again] == ["1", "0"]
    assert [d.matched_by for d in again] == ["name", "name"]
    assert match([person(phone_raw="12")], known)[0].decision == "new"


def test_a_name_alone_is_not_taken_for_somebody_better_known() -> None:
    known = store([person(email="o@example.com")])
    assert match([person()], known)[0].decision == "new"
    assert match([person(company="A")], known)[0].decision == "new"
    namesakes = match([person(), person()], store([person()]))
    assert [d.decision for d in namesakes] == ["unchanged", "new"]


def test_a_corrected_name_updates_and_is_pointed_out() -> None:
    known = store([person(email="o@example.com", first_name="Test", last_name="Test")])
    (decision,) = match([person(email="o@example.com")], known)
    assert (decision.decision, decision.has_new_name) == ("update", True)


def test_colleagues_with_one_address_stay_themselves() -> None:
    omar = person(email="office@example.com")
    awa = person(email="office@example.com", first_name="Awa", last_name="Sow")
    decisions = match([awa, omar], store([omar, awa]))
    assert [(d.attendee_id, d.decision) for d in decisions] == [
        ("1", "unchanged"),
        ("0", "unchanged"),
    ]


def test_one_stored_person_is_never_taken_twice() -> None:
    people = [person(email="o@example.com"), person(email="o@example.com", row_number=3)]
    decisions = match(people, store(people[:1]))
    assert [decision.decision for decision in decisions] == ["unchanged", "new"]


def test_who_cancelled_is_updated() -> None:
    known = store([person(email="o@example.com")])
    (decision,) = match([person(email="o@example.com", status="cancelled")], known)
    assert decision.changes == {"status": ("registered", "cancelled")}
