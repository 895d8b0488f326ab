"""Tables, one noun a file; importing this package registers them all on `Base.metadata`."""

from app.models.account import Account, DeviceGrant, FailedSignIn, QueueKey, SignIn
from app.models.approval import Approval
from app.models.base import Base
from app.models.blob import Blob, BlobHolder, Upload
from app.models.check import BlobCheck, NightlyCheck, Print
from app.models.checklist import Checklist, ChecklistItem, Dimension
from app.models.desk_act import DeskAct
from app.models.due import Due
from app.models.evidence import DeadlineChange, Evidence, Review
from app.models.file_reading import FileReading
from app.models.finding import Finding, FindingOrigin
from app.models.heads import HeadDelivery, HeadFile, HeadLeaf, HeadToken
from app.models.journal import AccessLog, Journal, Stream, StreamHead
from app.models.likeness import PhotoLikeness, PhotoLook, PhotoWord
from app.models.listing import PublicListing
from app.models.notice import Notice
from app.models.operation import Operation
from app.models.order import Order, OrderNumber
from app.models.order_copy import OrderCopy
from app.models.pack import Pack
from app.models.photo import Photo, PhotoClaim
from app.models.photo_code import PhotoCode
from app.models.photo_mask import PhotoMask
from app.models.recheck import Recheck, RecheckDraw, RecheckPlan
from app.models.region import Region, RegionTag
from app.models.request import TownRequest
from app.models.round import Round, RoundMember, RoundTown
from app.models.scheme import Scheme, TimeGrade
from app.models.score import Score, ScoreEntry, ScoreLine
from app.models.second_review import SecondReview
from app.models.selfcheck import SelfCheck
from app.models.setting import Holiday, Phrase, Setting
from app.models.spot import Spot
from app.models.track import Track
from app.models.unit import Unit, UnitAlias
from app.models.user import User
from app.models.visit import Visit, VisitDimension
from app.models.warning import SupervisionWarning

__all__ = [name for name in dir() if name[0].isupper()]
