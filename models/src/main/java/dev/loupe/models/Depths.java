package dev.loupe.models;

import dev.loupe.tensor.LoupeException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/// The numbers in the names of families that have a name for each depth.
final class Depths {
  private Depths() {}

  /// The numbers in a name, at most 9999 each.
  ///
  /// @param form a regular expression with a group for each number
  /// @return empty where the name is of another form
  static Optional<List<Integer>> of(String form, String name) {
    Matcher matcher = Pattern.compile(form.replace("\\d+", "\\d{1,4}")).matcher(name);
    return matcher.matches()
        ? Optional.of(
            IntStream.rangeClosed(1, matcher.groupCount())
                .mapToObj(i -> Integer.valueOf(matcher.group(i)))
                .toList())
        : Optional.empty();
  }

  /// The depth, if it is `6 n` and a rest, from `n = 1` on.
  ///
  /// @param rest layers outside of the three stages
  /// @param most the deepest
  /// @param form of a name, with a place for the depth
  /// @throws LoupeException if it is not
  static int check(String name, int depth, int rest, int most, String form) {
    if (depth > rest && depth <= most && (depth - rest) % 6 == 0) {
      return depth;
    }
    int near = Math.clamp((depth - rest) / 6 * 6 + rest, 6 + rest, most);
    String other = form.formatted(near);
    throw LoupeException.of("unknown model '" + name + "'")
        .expected("a depth of 6 n + " + rest + ", at most " + most)
        .got(String.valueOf(depth))
        .fix("did you mean '" + other + "'?");
  }
}
