"""The ids of those node kinds of the grammar that several readers ask for."""

from .syntax import kinds

(IDENTIFIER,) = kinds("identifier")
EXTRAS = kinds("comment", "line_continuation")  # may stand between any two nodes, and mean nothing
(ATTRIBUTE,) = kinds("attribute")
(CALL,) = kinds("call")
(ARGUMENTS,) = kinds("argument_list")
(STRING,) = kinds("string")
(TYPE,) = kinds("type")
(EXPRESSION_LIST,) = kinds("expression_list")
(FUNCTION,) = kinds("function_definition")
(CLASS,) = kinds("class_definition")
BLOCK = kinds("block")
AS = kinds("as_pattern")
