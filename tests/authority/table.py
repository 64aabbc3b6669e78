"""Who is let in where. A new route gets a line here, and its author is asked who may use it."""

from .world import ADA, ANA, BEA, OLD_PHONE, OTHER_PHONE, OTTO, PHONE, ROLES, ZOE

ACCOUNTS = {ANA, BEA, OTTO, ADA, ZOE}

# For everybody; with a seat; signed in; who writes; who facilitates; admins; who reviews; who keeps collections, and of
# the program's: its keepers and readers; and, of Ana's things: who manages her group, her group's facilitators, she who
# wrote it, the admin of her program, and what is offered to a sign-in under way or leads to the sign-in page again.
# Last, what a token opens and no sign-in does.
RULES: dict[str, set[str]] = {
    "everybody": set(ROLES),
    "seated": {PHONE, OTHER_PHONE, OLD_PHONE},
    "signed in": ACCOUNTS,
    "writers": {ANA, BEA, ADA, ZOE},
    "admins": {ADA, ZOE},
    "reviewers": {OTTO},
    "keepers": {OTTO, ADA, ZOE},
    "keepers of the program": {OTTO, ADA},
    "everybody of the program": {ANA, BEA, OTTO, ADA},
    "managers of the group": {ANA, ADA},
    "facilitators of the group": {ANA},
    "its writer": {ANA},
    "admin of the program": {ADA},
    "leads to the sign-in": set(),
    "nobody, once it is set up": set(),
    "who holds a token": set(),
}

_ROUTES = {
    "everybody": (
        "live.about live.door live.help_page live.join live.leave live.choose_language live.room_csrf live.screen "
        "live.screen_fragments safety.words safety.identifying_rules static strategies.take_back "
        "strategies.take_back_page accounts.sign_in accounts.enter accounts.enter_code links.arrive links.look "
        "links.choose links.done retention.held plan.page plan.page_in plan.start plan.start_in plan.worker "
        "plan.manifest plan.card plan.read_card api.document api.read"
    ),
    "who holds a token": (  # whose a token is, and what it may read: tests/authority/test_api_tokens.py
        "api.about api.strategies api.strategy api.counts api.collections api.collection api.version"
    ),
    "seated": "live.room live.room_fragments safety.call safety.take_back strategies.share",
    "leads to the sign-in": "accounts.code accounts.leave",
    "nobody, once it is set up": "setup.show setup.establish",
    "signed in": (
        "accounts.password accounts.change_password accounts.second_step accounts.begin_second_step accounts.pair "
        "accounts.confirm_second_step accounts.new_backup_codes accounts.turn_off_second_step accounts.sign_ins "
        "accounts.end_sign_in accounts.take_off_second_step groups.index prompts.index prompts.plans "
        "prompts.export_all prompts.print_agreements prompts.print_slips prompts.read_prompt safety.try_words "
        "collections.index"
    ),
    "writers": (
        "groups.new groups.create prompts.import_page prompts.import_file prompts.new_plan prompts.create_plan "
        "prompts.new_prompt prompts.create_prompt prompts.change_plan"
    ),
    "admins": (
        "safety.settings safety.change_pack people.index people.new people.invite people.log people.log_file "
        "plan.own_pages plan.describe program_settings.show program_settings.raise_thresholds program_settings.attest "
        "program_settings.set_note tokens.index tokens.make"
    ),
    "reviewers": (
        "program.view program.drawn exports.index exports.make "
        "versions.pull_from_version versions.ask versions.pull "
        "desk.index desk.decided desk.item desk.accept desk.decline desk.ask_second desk.reword desk.merge desk.undo"
    ),
    "keepers": "collections.new collections.create collections.change",
    "keepers of the program": (
        "collections.draft collections.save collections.publication collections.publish collections.removal "
        "collections.remove"
    ),
    "everybody of the program": "versions.show versions.print_booklet",
    "admin of the program": (
        "people.show people.disable people.enable people.new_link people.set_roles people.take_second_factor_off "
        "tokens.ask tokens.revoke"
    ),
    "managers of the group": (
        "groups.show groups.settings groups.rename groups.set_supervisor groups.set_remote groups.add_facilitator "
        "groups.remove_facilitator groups.archive groups.delete"
    ),
    "facilitators of the group": (
        "versions.bring_in choosing.choices choosing.choose "
        "offers.index offers.new offers.offer offers.undo "
        "plan.card_link plan.make_card plan.revoke_card groups.discard sessions.prepare retention.renew live.console "
        "library.shelf library.item library.publish library.tag "
        "console.answer_alert console.approve console.be_with console.close_writing console.cover console.debrief "
        "console.decline console.end console.end_anyway console.enter_slip console.few console.finish_call "
        "console.finish_review console.fragments console.hand_over_alert console.hand_over_call console.hold "
        "console.lock console.move_step console.open_room console.open_writing console.preview console.push_step "
        "console.put_back console.replace_code console.reveal console.screen console.set_head_count "
        "console.set_timer console.sheet console.skip_step console.summary console.take_over console.ticket "
        "console.uncover console.use_as_example"
    ),
    "its writer": (
        "prompts.plan prompts.edit_plan prompts.save_plan prompts.copy_plan prompts.remove_plan prompts.share_plan "
        "prompts.export_plan prompts.print_plan prompts.edit_prompt prompts.save_prompt prompts.copy_prompt "
        "prompts.remove_prompt prompts.share_prompt"
    ),
}
TABLE = {endpoint: rule for rule, endpoints in _ROUTES.items() for endpoint in endpoints.split()}

# What is sent is examined before whose it is; wrong, it gets the same 422 whether the thing is there or not. With a
# sound body the service refuses: tests/prompts and tests/groups.
EXAMINED_FIRST = {
    "groups.create", "groups.set_supervisor", "sessions.prepare", "prompts.create_plan", "prompts.create_prompt",
    "prompts.change_plan", "prompts.import_file", "prompts.save_plan", "prompts.save_prompt",
}  # fmt: skip
