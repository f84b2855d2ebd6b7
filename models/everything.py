"""Every record in one import: the metadata is complete once this module is loaded."""

from models.access_log import AccessLine
from models.action import Action
from models.api_token import ApiToken
from models.appointment import Appointment
from models.base import Base
from models.catalogue import Competitor, Product
from models.complaint import Complaint, ComplaintRoute
from models.customer import Contact, Customer, Site
from models.customer_fact import CustomerFact
from models.device import Device, PairingCode
from models.entry import Entry, EntryVersion
from models.event import Event
from models.fact_kind import DismissedOffer, FactKind
from models.feed_link import FeedLink
from models.fix import Fix, UnreadMessage
from models.follow import Follow
from models.handover import Handover
from models.import_run import ImportChange, ImportRun
from models.intake_batch import IntakeBatch
from models.job import Job
from models.learnt_alias import LearntAlias
from models.letter import Letter
from models.location_choice import LocationChoice, MatchedPeriod, OwnPlace, PositionPause, PositionTally
from models.merge import Duplicate, Merge
from models.message import Message
from models.name_change import NameChange
from models.need_to_know import ClosedTopic, NoteTopic
from models.notice import Digest, Notice, NoticeChoice
from models.panel_origin import PanelOrigin
from models.position_source import PositionSource
from models.question import Answer, Question
from models.recording import Chunk, PastTranscript, Recording, Transcript
from models.reminder import PushSubscription, Reminder
from models.search import SearchDocument, SearchSound
from models.staff import Passkey, SignInLink, Staff
from models.visit import Visit
from models.webhook import Webhook, WebhookDelivery

RECORDS: tuple[type[Base], ...] = (
    AccessLine,
    Action,
    Answer,
    ApiToken,
    Appointment,
    Chunk,
    ClosedTopic,
    Competitor,
    Complaint,
    ComplaintRoute,
    Contact,
    Customer,
    CustomerFact,
    Device,
    Digest,
    DismissedOffer,
    Duplicate,
    Entry,
    EntryVersion,
    Event,
    FactKind,
    FeedLink,
    Fix,
    Follow,
    Handover,
    ImportChange,
    ImportRun,
    IntakeBatch,
    Job,
    LearntAlias,
    Letter,
    LocationChoice,
    MatchedPeriod,
    Merge,
    Message,
    NameChange,
    NoteTopic,
    Notice,
    NoticeChoice,
    OwnPlace,
    PairingCode,
    PanelOrigin,
    Passkey,
    PastTranscript,
    PositionPause,
    PositionSource,
    PositionTally,
    Product,
    PushSubscription,
    Question,
    Recording,
    Reminder,
    SearchDocument,
    SearchSound,
    SignInLink,
    Site,
    Staff,
    Transcript,
    UnreadMessage,
    Visit,
    Webhook,
    WebhookDelivery,
)
