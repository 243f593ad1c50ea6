"""The circumstances that an import may stand in, as bits while a file is read and as flags in its facts."""

TYPE_CHECKING, LAZY, CONDITIONAL = 1, 2, 4
CIRCUMSTANCES = tuple(
    tuple(name for bit, name in ((1, "type-checking"), (2, "lazy"), (4, "conditional")) if mask & bit)
    for mask in range(8)
)
