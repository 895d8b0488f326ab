"""Who acts and who looks: roles (角色) and the viewer every question is asked as."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class Role(StrEnum):
    INSPECTOR = "inspector"  # 巡查员
    TOWN = "town"  # 镇街联络员
    DEPARTMENT = "department"  # 责任单位
    SUPERVISOR = "supervisor"  # 督办员
    LEADER = "leader"  # 领导
    SYSADMIN = "sysadmin"  # 系统管理员
    SECADMIN = "secadmin"  # 安全管理员
    AUDITOR = "auditor"  # 审计管理员
    SYSTEM = "system"  # the product itself: workers, timed acts
    NOBODY = "nobody"  # before sign-in: sees account rows only
    PUBLIC = "public"  # the verification page


PEOPLE = (
    Role.INSPECTOR,
    Role.TOWN,
    Role.DEPARTMENT,
    Role.SUPERVISOR,
    Role.LEADER,
    Role.SYSADMIN,
    Role.SECADMIN,
    Role.AUDITOR,
)
ANSWERING = (Role.TOWN, Role.DEPARTMENT)  # who answers a finding


class UnitKind(StrEnum):
    OFFICE = "office"  # 专班、办公室
    TOWN = "town"  # 镇街
    DEPARTMENT = "department"  # 责任部门
    FIRM = "firm"  # 企业
    TEAM = "team"  # 督查组


class RegionLevel(StrEnum):
    PROVINCE = "province"
    CITY = "city"
    COUNTY = "county"
    TOWN = "town"
    VILLAGE = "village"


@dataclass(frozen=True)
class Viewer:
    """Who is looking. `county_id`/`town_id` are the region of the person's unit; None above it or for SYSTEM."""

    role: Role
    user_id: UUID | None = None
    unit_id: UUID | None = None
    county_id: UUID | None = None
    town_id: UUID | None = None
    person_key: str | None = None


SYSTEM = Viewer(Role.SYSTEM)
NOBODY = Viewer(Role.NOBODY)
PUBLIC = Viewer(Role.PUBLIC)
