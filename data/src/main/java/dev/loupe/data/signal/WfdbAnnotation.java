package dev.loupe.data.signal;

/// A mark in a WFDB record, such as a heartbeat.
///
/// @param sample where it is, counted as the file's rate says, else in frames of the record
/// @param code what it is, such as 1 for a normal beat
/// @param symbol the same as a letter, such as `N`
/// @param subtype a number whose meaning the database defines
/// @param channel which signal it belongs to
/// @param number another number whose meaning the database defines
/// @param text what else is said, such as `(AFIB` for a rhythm; often empty
public record WfdbAnnotation(
    long sample, int code, String symbol, int subtype, int channel, int number, String text) {}
