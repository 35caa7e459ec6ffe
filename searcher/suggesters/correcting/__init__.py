"""Correcting a row of syllables: which are doubtful, what they may be a slip for, what the archive would write.

rows      a typed text -> syllables, signs and numbers in their order
slips     folded keys that are one edit or one like sound away
language  how likely the archive is to set syllables one after another
meanings  what a doubtful syllable may mean, and what each meaning costs
"""
