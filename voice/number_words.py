"""The words of small numbers, in order: for reading numbers out of words and for saying digits in words."""

ONES = tuple(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen".split()
)
