package dev.loupe.tensor;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

/// An error of the user's making, told so that it can be mended: what, expected, got, how to fix.
///
/// The message has one line for each part that is known:
/// ```
/// conv1: the input has the wrong number of channels
///   expected: 3 channels
///   got: 1 channel (28x28x1)
///   fix: give the layer an input with 3 channels
/// ```
public final class LoupeException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private LoupeException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /// An error that says only what happened.
  public LoupeException(String what) {
    super(what);
  }

  /// Starts an error with what happened, in one line, where first (a layer path or a file).
  public static LoupeException of(String what) {
    return new LoupeException(what);
  }

  /// An error for a name that nobody knows, with the nearest one that somebody does.
  ///
  /// @param kind what the name is for, such as `model`
  public static LoupeException unknown(String kind, String name, Collection<String> known) {
    LoupeException e =
        new LoupeException("unknown " + kind + " '" + name + "'")
            .expected("one of " + String.join(", ", known));
    return Nearest.of(name, known).map(near -> e.fix("did you mean '" + near + "'?")).orElse(e);
  }

  /// Adds what was expected.
  public LoupeException expected(String text) {
    return with("expected", text);
  }

  /// Adds what was found instead.
  public LoupeException got(String text) {
    return with("got", text);
  }

  /// Adds how to mend it.
  public LoupeException fix(String text) {
    return with("fix", text);
  }

  /// Puts a place (a layer path or a file) in front of the message.
  public LoupeException at(String place) {
    return place.isEmpty() ? this : copy(place + ": " + getMessage(), getCause());
  }

  /// Keeps the exception that led here, for `--debug`.
  public LoupeException causedBy(Throwable cause) {
    return copy(String.valueOf(getMessage()), cause);
  }

  private LoupeException with(String label, String text) {
    return copy(getMessage() + "\n  " + label + ": " + text, getCause());
  }

  private LoupeException copy(String message, @Nullable Throwable cause) {
    LoupeException next = new LoupeException(message, cause);
    next.setStackTrace(getStackTrace());
    return next;
  }
}
