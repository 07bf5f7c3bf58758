package dev.loupe.data.signal;

/// One series of a text file.
///
/// @param values moment after moment, channels next to each other; no NaN
/// @param label the name of its class
/// @param group whose it is, or empty
@SuppressWarnings("ArrayRecordComponent")
record Series(float[] values, String label, String group) {}
