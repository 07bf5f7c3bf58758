package dev.loupe.bench;

/// oneDNN, or what was asked of it, is not to be had here; the message says why.
public final class OneDnnMissing extends Exception {
  private static final long serialVersionUID = 1;

  private final String reason;

  /// @param reason why
  public OneDnnMissing(String reason) {
    super(reason);
    this.reason = reason;
  }

  /// Why.
  public String reason() {
    return reason;
  }
}
