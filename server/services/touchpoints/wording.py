"""What touchpoints and outcomes are called on screen."""

from __future__ import annotations

from models.recording import Channel, Outcome

CHANNEL_NAMES = {
    Channel.CALL: "Call",
    Channel.COUNTER: "Counter",
    Channel.EMAIL: "E-mail",
    Channel.CHAT: "Chat",
    Channel.WEB_FORM: "Web form",
    Channel.COMPLAINT: "Complaint",
    Channel.ORDER: "Order",
    Channel.VISIT: "Visit",
    Channel.HANDOVER: "Hand-over",
}
MET_BY_NAMES = {channel: name for channel, name in CHANNEL_NAMES.items() if channel != Channel.HANDOVER}
OUTCOME_NAMES = {
    Outcome.SETTLED: "Settled",
    Outcome.PASSED_ON: "Passed on",
    Outcome.CALL_BACK: "To call back",
    Outcome.NOT_REACHED: "Not reached",
}
