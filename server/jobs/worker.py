"""The worker process: claims jobs as they become ready and runs a few of them at the same time."""

from __future__ import annotations

import os
import socket
import threading
import uuid
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta

import structlog

from models.base import now
from models.job import MOST_ATTEMPTS, Job, JobState, claim, due_question, put_back, repeat
from models.recording import FINAL_STATES, Recording
from server.current import Installation
from server.jobs import discard
from server.jobs.discard import DISCARD, discard_positions
from server.jobs.duplicates import DUPLICATES, find_duplicates
from server.jobs.duplicates import EVERY as LOOK_FOR_DUPLICATES_EVERY
from server.jobs.endless import plan_endless
from server.jobs.heal import heal_again
from server.jobs.imports import work_on_import
from server.jobs.intake import MAIL, MAIL_EVERY, WATCH, WATCH_EVERY, fetch_mail, plan_intake, watch_folder
from server.jobs.learn import learn_again
from server.jobs.notify import EVERY as NOTIFY_EVERY
from server.jobs.notify import NOTIFY, notify
from server.jobs.remind import EVERY as LOOK_FOR_REMINDERS_EVERY
from server.jobs.remind import REMIND, remind
from server.jobs.understand import read_again, understand_again
from server.jobs.webhooks import WEBHOOK, bring_to_webhook, wake_webhooks
from server.logs import configure_logs, name_fault
from server.services.customers.site_learning import LEARN
from server.services.imports.run import IMPORT
from server.services.notes.hearing import Hearing, LeaseLost, mark_undecodable
from server.services.notes.hearing_again import HearingAgain
from server.services.notes.note_linking import UNDERSTAND
from server.services.notes.note_visit import HEAL
from server.services.notes.reader_fault import READ_AGAIN, plan_reading_again
from server.services.notes.recording_intake import HEAR, HEAR_AGAIN, OLD_SOUND
from server.services.notes.silencing import plan_silencing, silence
from server.services.notes.silent_stretches import SILENCE
from server.services.notes.speech import chosen_speech_model
from server.services.notes.warm_readers import WarmReaders
from server.settings import Settings
from voice.ears import EarLost, Ears
from voice.recognizer import SpeechModel

LOOK_EVERY_S = 0.1
WEBHOOKS_AT_ONCE, WEBHOOK_AFTER_TROUBLE = 4, timedelta(minutes=1)
ENDLESS = {
    DISCARD: discard.EVERY,
    REMIND: LOOK_FOR_REMINDERS_EVERY,
    WATCH: WATCH_EVERY,
    MAIL: MAIL_EVERY,
    NOTIFY: NOTIFY_EVERY,
    DUPLICATES: LOOK_FOR_DUPLICATES_EVERY,
    WEBHOOK: WEBHOOK_AFTER_TROUBLE,
}
ASIDE = (WEBHOOK,)
KINDS = (HEAR, UNDERSTAND, READ_AGAIN, SILENCE, LEARN, HEAL, IMPORT, *(kind for kind in ENDLESS if kind not in ASIDE))
MOST_DEATHS = 20
LISTENERS_FOR_A_CORE = 12
MOST_LISTENERS = 48  # each holds up to two of the database's connections
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Due:
    """Whether there is something to be done: of what is fresh, by messengers, of old sound."""

    fresh: bool = False
    aside: bool = False
    old: bool = False


_DUE = due_question(KINDS, ASIDE, OLD_SOUND)


def run_worker(settings: Settings, stop: threading.Event) -> None:
    """Work until told to stop; jobs under way are parked and taken up again by the next worker."""
    configure_logs()
    installation = Installation.open(settings)
    model = chosen_speech_model(settings)
    for kind in (DISCARD, REMIND, NOTIFY, DUPLICATES):
        plan_endless(installation, kind)
    plan_intake(installation)
    plan_silencing(installation)
    plan_reading_again(installation)
    count = listeners_of(settings)
    log.info("worker started", model=model.name, is_trial=model.is_trial, listeners=count)
    free, free_for_old = threading.Semaphore(count), threading.Semaphore(1)
    free_for_webhooks = threading.Semaphore(WEBHOOKS_AT_ONCE)
    may_be_more = True
    warm = WarmReaders(installation)
    with (
        Ears(settings.speech_models_in_memory) as ears,
        closing(installation.database.change_watch()) as changes,
        ThreadPoolExecutor(count, thread_name_prefix="listener") as listeners,
        ThreadPoolExecutor(1, thread_name_prefix="old sound") as old_listener,
        ThreadPoolExecutor(WEBHOOKS_AT_ONCE, thread_name_prefix="webhook") as messengers,
        ThreadPoolExecutor(1, thread_name_prefix="reader") as reader,
    ):
        reader.submit(warm.warm)
        ears.load(model.path)
        while not stop.is_set():
            free.acquire()
            is_news = changes.has_news() or may_be_more
            due = _what_is_due(installation) if is_news else Due()
            if due.aside:
                _take_aside(installation, ASIDE, ears, model, stop, messengers, free_for_webhooks)
            job = _next_job(installation, KINDS) if due.fresh else None
            may_be_more = job is not None
            if job is None:
                free.release()
                if due.old:
                    _take_aside(installation, OLD_SOUND, ears, model, stop, old_listener, free_for_old)
                stop.wait(LOOK_EVERY_S)
                continue
            if job.kind == HEAR:
                reader.submit(warm.warm)  # while the rep speaks: names may have changed since
            listeners.submit(_run, installation, ears, model, job, stop).add_done_callback(lambda _done: free.release())
    installation.database.close()


def listeners_of(settings: Settings) -> int:
    """Return how many jobs a worker does at the same time: as set, else a few more than the cores can hear live.

    One core hears about nine people with the trial model (docs/hearing.md); those beyond share or wait for a place.
    """
    return settings.listeners or min(MOST_LISTENERS, LISTENERS_FOR_A_CORE * (os.cpu_count() or 1))


def _take_aside(
    installation: Installation,
    kinds: tuple[str, ...],
    ears: Ears,
    model: SpeechModel,
    stop: threading.Event,
    executor: ThreadPoolExecutor,
    free: threading.Semaphore,
) -> None:
    """Begin a job of kinds that have listeners of their own: what is spoken meanwhile finds the others free.

    Old recordings are begun only while nothing fresh is due; webhooks may wait for receivers that are slow.
    """
    if not free.acquire(blocking=False):
        return
    job = _next_job(installation, kinds)
    if job is None:
        free.release()
        return
    executor.submit(_run, installation, ears, model, job, stop).add_done_callback(lambda _done: free.release())


def _what_is_due(installation: Installation) -> Due:
    wake_webhooks(installation)
    with installation.database.looking() as connection:
        return Due(*connection.execute(_DUE, {"at": now()}).one())


def _next_job(installation: Installation, kinds: tuple[str, ...]) -> Job | None:
    with installation.database.session() as session:
        job = claim(session, _owner(), kinds)
        session.commit()
        return job


def _owner() -> str:
    return f"{socket.gethostname()}:{os.getpid()}:{uuid.uuid4().hex[:12]}"


def _run(installation: Installation, ears: Ears, model: SpeechModel, job: Job, stop: threading.Event) -> None:
    if job.attempts > MOST_DEATHS:  # whatever is in it ends the process, which no exception tells of
        _put_back(installation, job, "the worker died on this job every time")
        return
    try:
        if job.kind == UNDERSTAND:
            understand_again(installation, job)
        elif job.kind == READ_AGAIN:
            read_again(installation, job)
        elif job.kind == DISCARD:
            discard_positions(installation, job, now())
        elif job.kind == HEAL:
            heal_again(installation, job)
        elif job.kind == REMIND:
            remind(installation, job, now())
        elif job.kind == NOTIFY:
            notify(installation, job, now())
        elif job.kind == DUPLICATES:
            find_duplicates(installation, job, now())
        elif job.kind == WATCH:
            watch_folder(installation, job)
        elif job.kind == MAIL:
            fetch_mail(installation, job)
        elif job.kind == WEBHOOK:
            bring_to_webhook(installation, job)
        elif job.kind == SILENCE:
            silence(installation, ears, job)
        elif job.kind == LEARN:
            learn_again(installation, job)
        elif job.kind == IMPORT:
            work_on_import(installation, job)
        elif job.kind == HEAR_AGAIN:
            HearingAgain(installation, job, ears, model, stop.is_set).run()
        else:
            Hearing(installation, job, ears, model, stop.is_set).run()
    except LeaseLost:
        log.info("job was taken over by another worker", job=job.key)
    except EarLost as error:  # ended from outside: no fault of the recording's, so it does not count against it
        log.warning("ear lost", job=job.key, attempt=job.attempts)
        _put_back(installation, job, str(error), MOST_DEATHS)
    except Exception as error:  # the top of the worker: whatever goes wrong is noted, never lost
        log.exception("job failed", job=job.key, attempt=job.attempts)
        _put_back(installation, job, name_fault(error))


def _put_back(installation: Installation, job: Job, reason: str, most_attempts: int = MOST_ATTEMPTS) -> None:
    with installation.database.session() as session:
        if job.kind in ENDLESS:
            repeat(session, job, now() + ENDLESS[job.kind], reason)
        elif put_back(session, job, reason, most_attempts) == JobState.FAILED:
            recording = session.get(Recording, job.arguments.get("recording_id", ""))
            if recording is not None and recording.state not in FINAL_STATES:
                mark_undecodable(session, recording, "This recording could not be worked on after several tries.")
        session.commit()
