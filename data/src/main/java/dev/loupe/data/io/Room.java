package dev.loupe.data.io;

import dev.loupe.tensor.LoupeException;
import java.util.Locale;

/// The memory that a file may take.
public final class Room {
  private Room() {}

  /// Refuses what would not fit the memory that the JVM may use.
  ///
  /// Garbage counts only where there would be too little without it.
  ///
  /// @param bytes that will be held at once
  /// @param what needs them, such as `the volume of 197x233x189 values`
  /// @param fix what else to do
  /// @throws LoupeException if there are not so many
  public static void check(long bytes, String what, String fix) {
    if (bytes <= free()) {
      return;
    }
    System.gc();
    long free = free();
    if (bytes > free) {
      throw LoupeException.of(what + " needs more memory than the JVM may use")
          .expected("at most " + text(free))
          .got(text(bytes))
          .fix(fix + ", or give the JVM more memory with -Xmx");
    }
  }

  private static long free() {
    Runtime runtime = Runtime.getRuntime();
    long used = runtime.totalMemory() - runtime.freeMemory();
    return Math.max(0, runtime.maxMemory() - used);
  }

  private static String text(long bytes) {
    return String.format(Locale.ROOT, "%.1f MiB", bytes / (double) (1 << 20));
  }
}
