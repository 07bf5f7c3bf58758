package dev.loupe.data;

import dev.loupe.tensor.LoupeException;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

/// Which groups (patients, speakers) a test is made of.
public sealed interface GroupRule {
  /// The rule that is usual for the data, as its reader says.
  record Usual() implements GroupRule {}

  /// Whole groups drawn by a seed, until the test has its share of the samples.
  ///
  /// @param share of all samples, above 0 and below 1
  /// @param seed which groups these are
  record Share(double share, long seed) implements GroupRule {
    /// Checks the share.
    ///
    /// @throws LoupeException if it is out of range
    public Share {
      if (!(share > 0 && share < 1)) {
        throw LoupeException.of("the part for the test is not possible")
            .expected("a number above 0 and below 1, such as 0.2")
            .got(String.valueOf(share));
      }
    }
  }

  /// These groups and no others.
  ///
  /// @param groups the names, at least one
  record Named(Set<String> groups) implements GroupRule {
    /// Copies and sorts the names.
    ///
    /// @throws LoupeException if there is none
    public Named {
      groups = Collections.unmodifiableSet(new TreeSet<>(groups));
      if (groups.isEmpty()) {
        throw LoupeException.of("no group is named for the test").expected("at least one name");
      }
    }
  }
}
