package dev.loupe.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/// Runs commands in this process and keeps what they print.
///
/// @param code the exit code
/// @param out standard output
/// @param err standard error
record Shell(int code, String out, String err) {
  /// Runs a command in a folder, with nothing on standard input.
  static Shell run(Path folder, String... arguments) {
    return run(folder, new byte[0], arguments);
  }

  /// Runs a command in a folder, with something on standard input.
  static Shell run(Path folder, byte[] input, String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Surroundings surroundings =
        new Surroundings(
            new ByteArrayInputStream(input),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            false,
            folder,
            Map.of("LOUPE_CACHE", folder.resolve("cache").toString()));
    int code = Main.run(surroundings, arguments);
    return new Shell(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }
}
