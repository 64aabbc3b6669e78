"""The two editors' forms: every value as it was typed, so that a refused form comes back full."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from werkzeug.datastructures import MultiDict

from ..errors import Invalid, for_people
from .drafts import Problems
from .entries import Plan, PlannedStep, PromptEntry
from .reasons import Reason
from .service import ready_step

Form = MultiDict[str, str]
Typed = dict[str, str]
Marks = dict[int, dict[str, Reason]]
WHOLE_PLAN = -1
STEP_FIELDS = ("kind", "prompt", "stage", "title", "text", "minutes", "phones", "cross_talk", "note", "gone")
PROMPT_FIELDS = (
    "language", "topic", "kind", "minutes", "text", "options", "hard_end", "note", "safety", "reminder",
)  # fmt: skip
NOT_WHOLE = for_people("That did not arrive whole. Go back and try again.")


@dataclass
class PlanForm:
    """A plan in its editor. A step that was taken out stays in the form, `gone`, until the plan is saved."""

    title: str = ""
    line: str = ""
    language: str = "en"
    plan_id: str = ""
    version: int = 0
    steps: list[Typed] = field(default_factory=list)

    @classmethod
    def posted(cls, form: Form) -> "PlanForm":
        """Raises Invalid where the steps did not all arrive."""
        columns = {name: form.getlist(name) for name in STEP_FIELDS}
        if len({len(values) for values in columns.values()}) > 1:
            raise Invalid(NOT_WHOLE)
        rows = zip(*columns.values(), strict=True)
        return cls(
            title=form.get("plan_title", ""),
            line=form.get("plan_line", ""),
            language=form.get("language", ""),
            plan_id=form.get("plan_id", ""),
            version=form.get("version", 0, type=int),
            steps=[dict(zip(STEP_FIELDS, row, strict=True)) for row in rows],
        )

    @classmethod
    def blank(cls, language: str) -> "PlanForm":
        """A new plan: the welcome and the safety close, with everything else still to come."""
        ends = (ready_step(kind, language) for kind in ("spoken", "close"))
        return cls(language=language, steps=[typed_step(step) for step in ends])

    @classmethod
    def of(cls, plan: Plan) -> "PlanForm":
        version = plan.standing.version if plan.standing else 0
        return cls(plan.title, plan.line, plan.language, plan.id, version, [typed_step(one) for one in plan.steps])

    def kept(self) -> Iterator[tuple[int, Typed]]:
        """The steps that were not taken out, with their places in the form."""
        return ((place, step) for place, step in enumerate(self.steps) if not step["gone"])

    def fields(self) -> dict[str, Any]:
        """What `drafts.PlanDraft` is made of."""
        steps = [_step_fields(step) for _, step in self.kept()]
        return {"title": self.title, "line": self.line, "language": self.language, "steps": steps}

    def marked(self, problems: Problems) -> Marks:
        """The problems by place and field of the form; the plan's own fields are at place `WHOLE_PLAN`."""
        places = [place for place, _ in self.kept()]
        marks: Marks = {}
        for place, reason in problems.items():
            if place[0] == "steps" and len(place) > 1:
                marks.setdefault(places[int(place[1])], {})[str(place[-1])] = reason
            else:
                marks.setdefault(WHOLE_PLAN, {})[str(place[0])] = reason
        return marks


@dataclass
class PromptForm:
    """A prompt in its editor. Choices are typed one a line."""

    typed: Typed
    tags: list[str]
    prompt_id: str = ""
    version: int = 0

    @classmethod
    def posted(cls, form: Form) -> "PromptForm":
        typed = {name: form.get(name, "") for name in PROMPT_FIELDS}
        return cls(typed, form.getlist("tags"), form.get("prompt_id", ""), form.get("version", 0, type=int))

    @classmethod
    def blank(cls, language: str) -> "PromptForm":
        usual = {"language": language, "topic": "any", "kind": "collect", "minutes": "5"}
        return cls(dict.fromkeys(PROMPT_FIELDS, "") | usual, [])

    @classmethod
    def of(cls, entry: PromptEntry) -> "PromptForm":
        prompt = entry.prompt
        typed = {name: str(getattr(prompt, name) or "") for name in PROMPT_FIELDS}
        version = entry.standing.version if entry.standing else 0
        return cls(typed | {"options": "\n".join(prompt.options)}, [*prompt.tags], prompt.id, version)

    @property
    def options(self) -> list[str]:
        return [line for line in self.typed["options"].splitlines() if line.strip()]

    def fields(self) -> dict[str, Any]:
        """What `drafts.PromptDraft` is made of. Choices belong to a poll, a hard end to a scale."""
        kind = self.typed["kind"]
        return self.typed | {
            "minutes": whole(self.typed["minutes"]),
            "options": self.options if kind == "poll" else [],
            "hard_end": (self.typed["hard_end"] or None) if kind == "scale" else None,
            "tags": self.tags,
        }

    def marked(self, problems: Problems) -> dict[str, Reason]:
        """The problems by the fields of the form."""
        return {str(place[0]): reason for place, reason in problems.items()}


def typed_step(step: PlannedStep) -> Typed:
    """A step as its form would hold it."""
    return {
        "kind": "" if step.prompt else step.kind,
        "prompt": step.prompt.id if step.prompt else "",
        "stage": step.stage,
        "title": step.title,
        "text": step.text,
        "minutes": str(step.minutes),
        "phones": "up" if step.phones_up else "down",
        "cross_talk": "yes" if step.cross_talk else "no",
        "note": step.note,
        "gone": "",
    }


def whole(text: str) -> int | str:
    """The whole number that was typed, or what was typed instead."""
    return int(text) if re.fullmatch(r"\s*[0-9]{1,6}\s*", text) else text


def _step_fields(step: Mapping[str, str]) -> dict[str, Any]:
    kept = {name: step[name] for name in ("prompt", "stage", "title", "text", "phones", "note")}
    told = {"minutes": whole(step["minutes"]), "kind": step["kind"] or None}
    return kept | told | {"cross_talk": step["cross_talk"] == "yes"}
