"""People (人员) of the demo: offices and accounts by office, never by a person's name."""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from sqlalchemy import select

from app.actions.account import Newcomer, create_account, hash_password
from app.actions.setting import Tagging, put_setting, tag_region
from app.actions.unit import NewUnit, found_unit
from app.actions.user import Member, add_user
from app.db import db, now
from app.domain.calendar import local_day
from app.domain.people import SYSTEM, Role, UnitKind, Viewer
from app.models import Region, Unit
from app.queries.rules import checklist_in_force

COUNTY = "330182000000"  # 建德市
CONTACT = "0571-00000000（示例）"
TEAM, OFFICE, ADMINISTRATION = "建德市督查组", "建德市美丽城镇建设工作专班", "建德市系统管理办公室"
ENFORCEMENT, TRAFFIC, BUILDING = "建德市综合行政执法局", "建德市交通运输局", "建德市住房和城乡建设局"
OFFICES = (
    (OFFICE, UnitKind.OFFICE),
    (TEAM, UnitKind.TEAM),
    (ADMINISTRATION, UnitKind.OFFICE),
    (ENFORCEMENT, UnitKind.DEPARTMENT),
    (TRAFFIC, UnitKind.DEPARTMENT),
    (BUILDING, UnitKind.DEPARTMENT),
)
STAFF = (
    ("inspector", "巡查员甲", Role.INSPECTOR, TEAM),
    ("inspector2", "巡查员乙", Role.INSPECTOR, TEAM),
    ("supervisor", "督办员甲", Role.SUPERVISOR, OFFICE),
    ("supervisor2", "督办员乙", Role.SUPERVISOR, OFFICE),
    ("supervisor3", "督办员丙", Role.SUPERVISOR, OFFICE),
    ("leader", "分管领导", Role.LEADER, OFFICE),
    ("department", "责任单位联络员", Role.DEPARTMENT, ENFORCEMENT),
    ("sysadmin", "系统管理员", Role.SYSADMIN, ADMINISTRATION),
    ("secadmin", "安全管理员", Role.SECADMIN, ADMINISTRATION),
    ("auditor", "审计管理员", Role.AUDITOR, ADMINISTRATION),
)
LOGINS_OF_TOWNS = {"梅城镇": "town", "寿昌镇": "town2"}
CLUSTERS = {
    "新安江片区": "新安江街道 洋溪街道 更楼街道 莲花镇 下涯镇",
    "严州古城片区": "梅城镇 杨村桥镇 三都镇 大洋镇 乾潭镇 钦堂乡",
    "寿昌片区": "寿昌镇 航头镇 大慈岩镇 大同镇 李家镇",
}
CLUSTER_PAPER = "建德市美丽城镇片区划分表（示例）"


@dataclass
class Cast:
    """Ids and viewers; rows belong to a session, so none are kept."""

    county_id: UUID
    checklist: str  # the version that every phone has
    towns: dict[str, UUID] = field(default_factory=dict)
    viewers: dict[str, Viewer] = field(default_factory=dict)  # by login, and a town's people by its name


def county_row() -> Region:
    return db.session.scalars(select(Region).where(Region.code == COUNTY)).one()


def make_cast(password: str) -> Cast:
    """Offices, the twelve accounts, and one contact for each other town, who has no account yet."""
    county = county_row()
    cast = Cast(county.id, checklist_in_force(county.id).version)
    put_setting(county, "issuing_word", "建美镇督", SYSTEM, now())
    put_setting(county, "public_listed", "on", SYSTEM, now())
    hashed = hash_password(password)  # once: it is slow on purpose
    units = {name: _found(name, kind, county) for name, kind in OFFICES}
    for login, name, role, unit in STAFF:
        cast.viewers[login] = _account(login, Member(name, role, units[unit], county.id), hashed)
    towns = select(Region).where(Region.county_id == county.id, Region.level == "town").order_by(Region.code)
    for town in db.session.scalars(towns).all():
        cast.towns[town.name] = town.id
        _people_of(town, cast, hashed)
    return cast


def _people_of(town: Region, cast: Cast, hashed: str) -> None:
    """The town's unit with its contact, and the cluster it belongs to."""
    body = "办事处" if town.kind == "街道" else "人民政府"
    unit = _found(f"{town.name}{body}", UnitKind.TOWN, town)
    member = Member(f"{town.name}联络员", Role.TOWN, unit, town.county_id, town.id)
    login = LOGINS_OF_TOWNS.get(town.name)
    if login is None:
        cast.viewers[town.name] = _viewer(member, add_user(member, SYSTEM, now()).id)
    else:
        cast.viewers[town.name] = cast.viewers[login] = _account(login, member, hashed)
    cluster = next(cluster for cluster, names in CLUSTERS.items() if town.name in names.split())
    year = local_day(now()).year
    tag_region(town, Tagging(f"cluster:{cluster}", date(year, 1, 1), CLUSTER_PAPER), SYSTEM, now())


def _found(name: str, kind: UnitKind, region: Region) -> Unit:
    return found_unit(NewUnit(name, kind, region, CONTACT), SYSTEM, now())


def _account(login: str, who: Member, hashed: str) -> Viewer:
    """A demo account: no forced change, and no way in outside demo and test mode (decision 13)."""
    place = (who.county_id, who.town_id)
    newcomer = Newcomer(login, who.name, who.role, who.unit, *place, demo=True, must_change=False)
    return _viewer(who, create_account(newcomer, hashed, SYSTEM, now()).user_id)


def _viewer(who: Member, user_id: UUID) -> Viewer:
    return Viewer(who.role, user_id, who.unit.id, who.county_id, who.town_id)
