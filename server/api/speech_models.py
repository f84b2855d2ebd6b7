"""Speech models: which are installed, and the small one that a phone may keep for hearing without a network."""

from __future__ import annotations

from typing import Annotated, Any

from apiflask import APIBlueprint
from flask import Response, send_file, url_for
from pydantic import Field

from models.staff import Staff
from server.api.forms import Answer, Form, Text
from server.auth import EVERYBODY, allow
from server.current import database, identity, settings
from server.errors import NotFound
from server.services.notes.languages import is_understood, spoken_language
from server.services.notes.speech import ear_for
from server.services.phones.phone_model import PhoneModel, phone_model
from voice.speech_models import choose_model, list_installed

blueprint = APIBlueprint("speech_models", __name__, tag="Speech models")
A_YEAR_S = 365 * 24 * 3600
AS_ARCHIVE: dict[int | str, Any] = {
    200: {"description": "The model as .tar.gz", "content": {"application/gzip": {}}},
    206: {"description": "The stretch asked for by Range", "content": {"application/gzip": {}}},
    304: {"description": "Not changed since the ETag in If-None-Match"},
}


class InstalledModelOut(Answer):
    name: str
    version: str
    language: str
    is_trial: bool
    is_default: bool


class SpeechModelsOut(Answer):
    models: list[InstalledModelOut]


class OwnLanguageIn(Form):
    language: Annotated[Text, Field(max_length=20)] | None


class OwnLanguageOut(Answer):
    """`is_understood` tells whether facts are read from the words, `problem` what stands in the way of hearing them."""

    language: str | None
    model: str
    is_understood: bool
    problem: str | None


class PhoneModelOut(Answer):
    name: str
    version: str
    language: str
    size_bytes: int
    sha256: str
    url: str
    words_missing_note: str | None


@blueprint.get("/speech-models")
@blueprint.output(SpeechModelsOut)
@allow(*EVERYBODY)
def show() -> SpeechModelsOut:
    """List the models that a note can be heard with."""
    used = choose_model(settings().speech_model, settings().models_dir)
    installed = list_installed(settings().models_dir)
    return SpeechModelsOut(
        models=[
            InstalledModelOut(
                name=model.name,
                version=model.version,
                language=model.language,
                is_trial=model.is_trial,
                is_default=model.path == used,
            )
            for model in installed
        ]
    )


@blueprint.get("/own-language")
@blueprint.output(OwnLanguageOut)
@allow(*EVERYBODY)
def show_own_language() -> OwnLanguageOut:
    """Tell in which language the asker's notes are heard, and by which model."""
    with database().reading() as session:
        return _own_language(session.get_one(Staff, identity().staff_id).language)


@blueprint.put("/own-language")
@blueprint.input(OwnLanguageIn, arg_name="wish")
@blueprint.output(OwnLanguageOut)
@allow(*EVERYBODY)
def set_own_language(wish: OwnLanguageIn) -> OwnLanguageOut:
    """Say in which language one speaks; null means the company's. It counts for notes heard from now on."""
    with database().session() as session:
        staff = session.get_one(Staff, identity().staff_id)
        staff.language = spoken_language(wish.language or "")
        session.commit()
        return _own_language(staff.language)


def _own_language(language: str | None) -> OwnLanguageOut:
    ear = ear_for(settings(), language)
    is_read = is_understood(language, ear.model.language)
    return OwnLanguageOut(language=language, model=ear.model.name, is_understood=is_read, problem=ear.problem)


@blueprint.get("/phone-model")
@blueprint.output(PhoneModelOut)
@allow(*EVERYBODY)
def show_for_phone() -> PhoneModelOut:
    """Tell which model a phone may fetch for its owner's language, and where; it is packed at the first call."""
    model = _own_model()
    return PhoneModelOut(
        name=model.name,
        version=model.version,
        language=model.language,
        size_bytes=model.packed.size_bytes,
        sha256=model.packed.sha256,
        url=url_for("speech_models.fetch", sha256=model.packed.sha256),
        words_missing_note=model.words_missing_note,
    )


@blueprint.get("/phone-model/<sha256>.tar.gz")
@blueprint.doc(responses=AS_ARCHIVE)
@allow(*EVERYBODY)
def fetch(sha256: str) -> Response:
    """Send the packed model; a broken download goes on with Range."""
    packed = _own_model().packed
    if packed.sha256 != sha256:
        raise NotFound("Another speech model is served to phones by now. Ask for it again.")
    answer = send_file(packed.path, "application/gzip", conditional=True, etag=packed.sha256)
    answer.headers["Cache-Control"] = f"private, max-age={A_YEAR_S}, immutable"
    return answer


def _own_model() -> PhoneModel:
    with database().reading() as session:
        language = session.get_one(Staff, identity().staff_id).language
    return phone_model(settings(), language)
