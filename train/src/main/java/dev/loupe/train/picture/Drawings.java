package dev.loupe.train.picture;

import dev.loupe.tensor.LoupeException;
import java.util.function.Consumer;

/// Pictures beside results: nice to have, so that a machine that can't draw is no failure.
public final class Drawings {
  private Drawings() {}

  /// Draws and writes a picture; where a machine can't draw (no fonts) this is only noted.
  ///
  /// @param what is missing then, such as `curves.png`
  /// @return whether it was written
  public static boolean attempt(String what, Consumer<String> note, Runnable drawing) {
    try {
      drawing.run();
      return true;
    } catch (LoupeException e) {
      throw e;
    } catch (RuntimeException | LinkageError | InternalError e) {
      note.accept(what + " is missing: this machine can't draw (" + e + ")");
      return false;
    }
  }
}
