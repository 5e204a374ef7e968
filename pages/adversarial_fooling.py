"""Pictures that look the same to us, and like something else to a network."""

from ui import network_choice, tabs

TABS = {
    "Fool": "pages.adversarial.fool",
    "From noise": "pages.adversarial.noise",
    "How strong must it be?": "pages.adversarial.strength",
    "Does it carry over?": "pages.adversarial.carry_over",
    "Defend": "pages.adversarial.defend",
}

tabs.heading("Adversarial Fooling")
tab = tabs.choose(TABS)
network_choice.choose()
tab()
