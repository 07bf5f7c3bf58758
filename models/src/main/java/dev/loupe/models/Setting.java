package dev.loupe.models;

/// Something of a model that can be chosen, such as `width=32`.
///
/// @param name such as `width`
/// @param value the usual or the chosen one
/// @param meaning what it sets, in a few words
public record Setting(String name, String value, String meaning) {
  @Override
  public String toString() {
    return name + "=" + value;
  }
}
