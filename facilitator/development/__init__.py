"""What only a checkout needs: `test`, `check` and `build`. It is left out of the wheel."""

from .building import run_build
from .checks import run_check
from .testing import run_test

__all__ = ["run_build", "run_check", "run_test"]
