package dev.loupe.data.signal;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a name such as `7_jackson_32.wav` says, as in the Free Spoken Digit Dataset.
///
/// @param label the class
/// @param group the speaker
/// @param index which recording of both
record RecordingName(String label, String group, int index) {
  private static final Pattern PATTERN =
      Pattern.compile("([^_/\\\\]+)_([^_/\\\\]+)_(\\d{1,9})\\.wav", Pattern.CASE_INSENSITIVE);

  /// Reads the last part of a path.
  static Optional<RecordingName> of(String path) {
    Matcher m = PATTERN.matcher(path.substring(path.lastIndexOf('/') + 1));
    return m.matches()
        ? Optional.of(new RecordingName(m.group(1), m.group(2), Integer.parseInt(m.group(3))))
        : Optional.empty();
  }

  /// Whether a path ends like a WAV file's.
  static boolean isWav(String path) {
    return path.regionMatches(true, path.length() - 4, ".wav", 0, 4)
        && path.charAt(path.lastIndexOf('/') + 1) != '.';
  }
}
