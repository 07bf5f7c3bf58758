package dev.loupe.data.signal;

/// A WAV file of a dataset.
///
/// @param name its path from the folder, with slashes
/// @param file where the samples are
/// @param label its class
/// @param group who speaks, or empty
/// @param index which recording of class and speaker it is; -1 where unknown
/// @param hash of the file's bytes
record Recording(String name, WavFile file, String label, String group, int index, String hash) {}
