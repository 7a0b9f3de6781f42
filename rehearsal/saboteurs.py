"""Devices that break the rules: a rehearsal that does not notice them proves nothing."""

from rehearsal.device import SimulatedDevice
from rehearsal.disk import Message

_VICTIM = 3


class ForgetfulDevice(SimulatedDevice):
    """Shows a verdict for a scan that it never kept."""

    def keep(self, scan: Message, attendee_id: str | None) -> None:
        """All but one."""
        super().keep(scan, attendee_id)
        if scan["device_seq"] == _VICTIM:
            self.disk.unsent.discard(_VICTIM)
            del self.disk.outbox[_VICTIM]
            self.disk.passed.clear()


class RepeatingDevice(SimulatedDevice):
    """Takes one scan for two."""

    def keep(self, scan: Message, attendee_id: str | None) -> None:
        """One of them twice, under another id and number."""
        super().keep(scan, attendee_id)
        if scan["device_seq"] == _VICTIM:
            again = self._make_scan(scan["badge_code"])
            super().keep(scan | again, attendee_id)


KINDS: dict[str, type[SimulatedDevice]] = {
    "drop": ForgetfulDevice,
    "double": RepeatingDevice,
}
