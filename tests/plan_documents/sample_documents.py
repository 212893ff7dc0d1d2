"""Small made-up documents in the forms that councils publish plans in."""

OUTCOME_PAGE = """We make our places what they are

A dog on a bridge

Neighbours should find it easy to take part.

A goal of everyone's

What we're aiming to achieve

  • More gardens.
  • Fewer empty shops.

Priorities for action

1. Open the library

Action

Open it: on market days, too.

Deliverable(s)

  • Paint the reading room.
    Timescale: December 2021.
  • Hold lessons:
    • For children.
      Timescale: Autumn 2021-Spring 2022.
    • For grown-ups
      Timescale: Ongoing.

Portfolio holder

Councillor Example One


2. Mend the clock

Action

Mend the clock.

Deliverable(s)

  • Find the key.
    Timescale: Order key - January 2022. Fit key - March 2022.

Portfolio holder

Councillor Example Two


Tracking our progress

  • We will ask visitors twice a year.
  • Visits to the library

How this goal was made

People met in the market hall.

Stay Connected
Was this information helpful?
"""

WHOLE_PLAN = """Village Plan

2030-32 (first edition)

DRAFT

Introduction

Cllr Example One, Leader of the Council

This year we planted trees.

Example Two, Chief Executive

We also watered them.

We're Kirklees

It is about trees.

Working with people, not doing to them

People choose the trees.

Delivering change: the big oak

The oak was moved.

Our Vision and shared outcomes

Our Vision

Shade for everyone.

Our shared outcomes

Tall trees

Trees reach high up into the sky

PLUS

Wide rivers

Rivers run wide, deep and clear

Tall trees

Trees reach high up into the sky

Children climb trees, and it does them good.

Over the last year we have ...

1. Planted ten trees.
2. Built a swing.

We'll continue to ...

1. Water them.

With further emphasis on

1. Looking after roots.

2. Counting leaves.

What we're aiming to achieve

- Happy children

Measuring our impact

- Height of trees

I'm Kirklees

Example Three – Tree Warden (from a video)

"Trees are my work.

They are tall."

DRAFT

Wide Rivers

Rivers run wide and clear

Clean water comes from rivers.

With a further emphasis on ...

1. Sweeping banks.

In the last year, the village, helped by its partners, has ...

Tall Trees

- 10 trees planted

Rivers and Wide

- 3 miles of bank swept
"""

VALUES_PAGE = """The village works together.

Why we work together

Because it is more fun.

The way we do things

We are open

Doors stay open.

We are kind

Tea is offered.

We are early

The bell rings at seven.

Share your story

Send us a postcard.
"""

TABLE_PAGE = """<html><body><nav><a href="/">Home</a></nav><main><h1>Action plan</h1>
<table><thead><tr><th>Action</th><th>By when</th><th>Lead officer</th><th>Status</th><th>Cost</th></tr></thead>
<tbody><tr><td>Mend the gate</td><td>Q4 2023</td><td>Head of Gates</td><td>Completed</td><td>£5</td></tr>
<tr><td>Paint the fence</td><td>March 2026</td><td></td><td>In progress</td><td></td></tr></tbody></table>
</main></body></html>
"""

FLATTENED_TABLE = """Town Action Plan 2025 to 2027

Fairer: Our Deliverables

Action What we will do and when What residents will see

16. Warm homes.

  • Fit stoves by Autumn 2025.
  • Warmer rooms.

17. New benches.

  • Benches in two streets:
    • Mill Lane – September 2025 (11)
    • Hill Road – in due course
"""

TIMELINE = """  1. Survey

    Completed October 2022

    Paths were walked.

  2. Mending

    On targetSummer to autumn 2024
"""

AREAS_OF_FOCUS = """Our Council
Priorities for
2025/26
Warm homes come first.
Areas of focus
- Stoves.
- Blankets.
"""
