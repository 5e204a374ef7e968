"""What is said of dropout."""

from ui import playground_dropout


def test_who_is_switched_off():
    off = playground_dropout.switched_off(((True, False, True), (False,), (True,)))
    assert "**3 of 5** neurons were switched off: in layer 1 1, 3; in layer 3 1." in off
    assert "all 2 neurons" in playground_dropout.switched_off(((False,), (False,)))
