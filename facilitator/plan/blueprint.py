"""What all of members' own pages stand on."""

from flask import Blueprint

bp = Blueprint("plan", __name__)
