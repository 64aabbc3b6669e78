"""Made-up words for the demo: nobody said any of this."""

LIBRARY = (
    ("I call somebody before I go anywhere with cash in my pocket.", ("reach_out", "money_stress", "stage2")),
    ("Ten minutes. I set a timer and tell myself I only have to get through that.", ("wait", "craving", "stage2")),
    ("I changed the way I walk home. It takes longer and I pass the library instead.", ("leave", "ppt", "stage2")),
    ("Shower, clean shirt, sit on the porch. My body settles and then my head does.", ("calm_body", "feelings", "any")),
    ("I keep my clinic card and my bus card together, so one reminds me of the other.", ("care", "routine", "stage3")),
    ("I say: I have to be up early. Nobody argues with that.", ("limits", "pressure", "stage2")),
    ("A box of things for bad evenings: tea, cards, a list of three people.", ("plan", "alone_bored", "any")),
    ("Sunday is soup day. Whoever is around eats with us.", ("routine", "meaning", "alone_bored", "stage4")),
    ("I ask myself what tomorrow morning would be like. Then I decide.", ("think", "testing", "stage2")),
    ("Pills in a lock box, and my sister keeps the key.", ("safer", "ppt", "stage1")),
    ("When we fight I go round the block once. I say so before I go.", ("leave", "conflict", "any")),
    ("I tell my care team early when a refill looks late.", ("care", "care_gap", "stage3")),
    ("I help set up the chairs. If I have a job to do, I come.", ("meaning", "alone_bored", "stage3")),
    ("First week: crackers, water, one show after another. Hour by hour.", ("wait", "body", "stage1")),
    ("Good news goes to two people before it goes anywhere else.", ("reach_out", "good_times", "stage4")),
)

SAID = (
    "I put my phone in the other room and sit with a glass of water.",
    "I call the one who always picks up, even if I have nothing to say.",
    "Walk. Any direction. Twenty minutes and it is smaller.",
    "I write down what set it off. Then it is on paper and not in me.",
    "I go where people are. The laundromat counts.",
    "I eat something. Half of the time I was just hungry.",
    "I play the whole movie in my head, not only the first scene.",
    "Cold water on my wrists, feet flat on the floor.",
    "I tell myself: later. And later I say it again.",
    "I leave. I do not explain. I can explain another day.",
    "Music, loud, and I clean one thing.",
    "I look at the picture on my fridge and read what I wrote under it.",
    "I take my medicine at the same time as my first coffee, so I never wonder.",
    "I text the word STORM to a friend. They know what it means.",
)

WORRYING = "Some nights I do not want to be alive anymore. I sit in the kitchen until it is light."
