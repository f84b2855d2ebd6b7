"""The shapes of the API: what goes in and what comes out, as pydantic models. Documented at /api/openapi.json."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, StrictFloat, StrictInt, StrictStr

from models.recording import RecordingSource, StartedFrom


def _tidy_id(written: str) -> str:
    try:
        return str(uuid.UUID(written))
    except ValueError as error:
        raise ValueError("an id is a UUID such as 0192f0c1-7b1e-7c3a-9d52-3f1f0e7a9b10") from error


def storable(written: str) -> str:
    """Return text that every database holds; raises ValueError for other text."""
    if "\x00" in written:
        raise ValueError("text must not hold the NUL character")
    if any("\ud800" <= letter <= "\udfff" for letter in written):
        raise ValueError("text must not hold half of a surrogate pair")
    return written


# A phone's clock may say anything, and no note is refused for it; further out, sums with instants overflow.
EARLIEST, LATEST = datetime(1900, 1, 1, tzinfo=UTC), datetime(9000, 1, 1, tzinfo=UTC)


def _within_calendar(at: datetime) -> datetime:
    # Compared before conversion: near the ends of the calendar a zone would carry it out of range.
    return EARLIEST if at < EARLIEST else LATEST if at > LATEST else at


def _tidy_name(written: str) -> str:
    # A file's name is only shown: what no database holds is taken out, and no note is refused for it.
    plain = written.replace("\x00", "").encode("utf-8", "replace").decode()
    return " ".join(plain.split())[:300]


UUID_PATTERN = "^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$"
NO_NUL = r"^[^\u0000]*$"
Identifier = Annotated[
    StrictStr, AfterValidator(_tidy_id), Field(json_schema_extra={"format": "uuid", "pattern": UUID_PATTERN})
]
Text = Annotated[StrictStr, AfterValidator(storable), Field(max_length=300, json_schema_extra={"pattern": NO_NUL})]
ClockTime = Annotated[AwareDatetime, AfterValidator(_within_calendar)]
FileName = Annotated[StrictStr, AfterValidator(_tidy_name)]


def _storable_number(number: float) -> float:
    # JSON knows whole numbers of any length; no column and no sum of ours does.
    if abs(number) > LARGEST_NUMBER:
        raise ValueError("a number must not be larger than 1e300")
    return number


LARGEST_NUMBER = 1e300
Number = Annotated[StrictFloat | StrictInt, AfterValidator(_storable_number)]


class Form(BaseModel):
    """What comes in: unknown members are ignored, so that an older server takes a newer phone's words."""

    model_config = ConfigDict(extra="ignore", allow_inf_nan=False)


class Answer(BaseModel):
    model_config = ConfigDict(from_attributes=True)


class StaffOut(Answer):
    id: str
    name: str
    role: str


class DeviceOut(Answer):
    id: str
    name: str
    paired_at: datetime


class CompanyOut(Answer):
    name: str
    time_zone: str


class SpeechModelOut(Answer):
    name: str
    is_trial: bool
    notice: str | None


class PairingIn(Form):
    code: Text
    name: Text = "Phone"


class PairedOut(Answer):
    token: str
    device: DeviceOut
    staff: StaffOut
    company: CompanyOut


class TilesOut(Answer):
    url: str
    attribution: str


class MeOut(Answer):
    """`map_tiles` is null where maps are drawn without streets and ask nobody for any."""

    staff: StaffOut
    device: DeviceOut | None
    company: CompanyOut
    speech_model: SpeechModelOut
    map_tiles: TilesOut | None
    server_time: datetime


class PositionIn(Form):
    lat: Annotated[Number, Field(ge=-90, le=90)]
    lon: Annotated[Number, Field(ge=-180, le=180)]
    accuracy_m: Number | None = None  # some phones say -1 where they do not know it: no note is refused for that
    at: AwareDatetime | None = None


class RecordingIn(Form):
    mime_type: Annotated[Text, Field(max_length=100)]
    started_at: ClockTime
    visit_id: Identifier | None = None
    position: PositionIn | None = None
    source: Literal["phone", "share"] = "phone"
    source_name: FileName | None = None
    is_private: bool = False


class CompletionIn(Form):
    chunk_count: Annotated[StrictInt, Field(ge=0, le=200_000)]
    ended_at: ClockTime


class CompletionOut(Answer):
    state: str
    missing: list[int]


class ChunkOut(Answer):
    received: int
    missing: list[int]
    live_text: str


class CustomerChoiceIn(Form):
    customer_id: Identifier


class PrivacyIn(Form):
    """Whether a note is for nobody but who spoke or wrote it."""

    is_private: bool


class TranscriptionIn(Form):
    model: Annotated[Text, Field(max_length=100)] | None = None
    language: Annotated[Text, Field(max_length=20)] | None = None


class CorrectedIn(Form):
    """The fact as whoever corrects it saw it: the change is put in only where that is what stands there."""

    kind: Annotated[Text, Field(max_length=40)]
    said: Text = ""
    text: Text = ""


class ChangeIn(Form):
    op: Literal["set", "remove"]
    of: CorrectedIn | None = None
    item_id: Annotated[Text, Field(max_length=60)]
    attribute: Annotated[Text, Field(max_length=60)] | None = None
    value: Annotated[StrictStr, AfterValidator(storable)] | Number | bool | None = None


class VersionIn(Form):
    id: Identifier
    changes: Annotated[list[ChangeIn], Field(min_length=1, max_length=200)]


class NamedOut(Answer):
    id: str
    name: str


class ChoiceOut(Answer):
    value: Any
    label: str


class AttributeOut(Answer):
    name: str
    label: str
    type: Literal["number", "money", "text", "date", "choice", "record"]
    value: Any = None
    choices: list[ChoiceOut] = []


class FactOut(Answer):
    item_id: str
    kind: str
    label: str
    text: str
    said: str
    is_sure: bool
    from_s: float | None
    to_s: float | None
    set_by_person: bool
    is_offered: bool
    attributes: list[AttributeOut]


class SummaryPartOut(Answer):
    """A stretch of a sentence; what says an item names it, with the second in which it is heard."""

    text: str
    item_id: str | None
    from_s: float | None
    to_s: float | None


class SentenceOut(Answer):
    parts: list[SummaryPartOut]


class EntryOut(Answer):
    """`problem` says why facts are missing although words were heard; `lost` tells of corrections that fit nothing."""

    id: str
    recording_id: str
    version: int
    state: Literal["to_check", "confirmed"]
    made_by: str
    made_at: datetime
    summary: str
    sentences: list[SentenceOut]
    outcome: str | None
    sentiment: str | None
    problem: str | None
    lost: list[str]
    facts: list[FactOut]


class WordOut(Answer):
    text: str
    start_s: float
    end_s: float
    confidence: float
    heard: str | None = None  # what was misheard where this name was put; "" for the name's further words


class TranscriptOut(Answer):
    text: str
    words: list[WordOut]
    model: str
    is_trial: bool


class HeardByOut(Answer):
    """The speech model whose words stand in the transcript."""

    name: str
    version: str
    language: str


class SilencedOut(Answer):
    from_s: float
    to_s: float
    kind: str


class RecordingOut(Answer):
    """`model` is null until words were heard, `language` where nobody said it; `silenced` is null before the look."""

    id: str
    state: str
    problem: str | None
    started_at: datetime
    started_from: StartedFrom | None
    seconds: float | None
    visit_id: str | None
    customer: NamedOut | None
    customer_source: str | None
    has_sound: bool
    is_private: bool
    live_text: str
    source: RecordingSource
    source_name: str | None
    language: str | None
    model: HeardByOut | None
    silenced: list[SilencedOut] | None
    transcript: TranscriptOut | None
    entry: EntryOut | None


class PlaceOut(Answer):
    id: str
    name: str
    street: str
    city: str
    lat: float | None
    lon: float | None
    distance_m: float | None


class CustomersOut(Answer):
    customers: list[PlaceOut]
