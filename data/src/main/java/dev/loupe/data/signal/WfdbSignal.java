package dev.loupe.data.signal;

import java.util.OptionalInt;

/// What a WFDB header says about a signal.
///
/// @param file the name of the file with its samples, beside the header
/// @param format how they are packed, such as 212; 0 for a signal of a layout, which has none
/// @param samplesPerFrame how many values it has for each of the record's
/// @param skew how many frames of the file come before the first value
/// @param offset how many bytes of the file come before the first frame
/// @param gain stored units in a physical unit
/// @param baseline the stored number that stands for 0
/// @param units the physical unit, such as `mV`
/// @param resolution bits of the converter; 0 where the header does not say
/// @param zero the stored number in the middle of the converter's range
/// @param initial the stored number before the first one, for format 8
/// @param checksum the lowest 16 bits of the sum of all stored numbers
/// @param description what it is, such as `MLII`
public record WfdbSignal(
    String file,
    int format,
    int samplesPerFrame,
    int skew,
    long offset,
    double gain,
    int baseline,
    String units,
    int resolution,
    int zero,
    int initial,
    OptionalInt checksum,
    String description) {
  /// The physical value of a stored number.
  float physical(int stored) {
    return (float) (((double) stored - baseline) / gain);
  }
}
