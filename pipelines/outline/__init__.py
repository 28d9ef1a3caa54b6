"""A page as lines: one walk over the tree, from which everything else is read.

A line is what a reader sees as one paragraph, heading, list item, caption or table cell. A node is a block element; it
knows which lines stand in it, how much prose and how many linked characters. Nothing is decided here.
"""

from __future__ import annotations

from pipelines.outline.blocks import holds_sentence
from pipelines.outline.model import (
    SPACE,
    Block,
    Line,
    Node,
    Outline,
    Part,
    Picture,
    Walked,
    in_chrome,
    is_file,
    is_placeholder,
    length,
    prose,
    text_of,
)
from pipelines.outline.walk import left_out, outline

__all__ = [
    "SPACE",
    "Block",
    "Line",
    "Node",
    "Outline",
    "Part",
    "Picture",
    "Walked",
    "holds_sentence",
    "in_chrome",
    "is_file",
    "is_placeholder",
    "left_out",
    "length",
    "outline",
    "prose",
    "text_of",
]
