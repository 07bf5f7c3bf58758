package dev.loupe.testkit.golden;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/// What PyTorch computed, as `golden.py` wrote it: tensors by case and name.
record GoldenFile(Map<String, Map<String, Golden>> cases) {
  /// A tensor, of which every `step`-th value is known.
  ///
  /// @param shape in PyTorch's order
  /// @param largest the largest absolute value of the whole tensor
  /// @param step from one known value to the next
  /// @param values the known ones
  record Golden(String shape, double largest, int step, double[] values) {
    /// Refuses values further away than a share of the largest one.
    ///
    /// A share of the largest, as sums cancel: the rounding of a value is that of its summands.
    void check(String what, float[] got, double tolerance) {
      for (int i = 0; i < values.length; i++) {
        double distance = Math.abs(got[i * step] - values[i]) / Math.max(largest, 1e-30);
        assertThat(distance)
            .as("%s, value %d: PyTorch %s, here %s", what, i * step, values[i], got[i * step])
            .isLessThanOrEqualTo(tolerance);
      }
      assertThat(values).as(what).hasSize((got.length + step - 1) / step);
    }
  }

  static GoldenFile read(String name) {
    try (InputStream in = GoldenFile.class.getResourceAsStream("/golden/" + name)) {
      String text = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
      Map<String, Map<String, Golden>> cases = new LinkedHashMap<>();
      for (String line : text.lines().toList()) {
        String[] w = line.split(" ", -1);
        double[] values = Arrays.stream(w, 5, w.length).mapToDouble(Double::parseDouble).toArray();
        cases
            .computeIfAbsent(w[0], c -> new LinkedHashMap<>())
            .put(w[1], new Golden(w[2], Double.parseDouble(w[3]), Integer.parseInt(w[4]), values));
      }
      return new GoldenFile(cases);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The tensors of a case.
  Map<String, Golden> get(String name) {
    return Objects.requireNonNull(cases.get(name), name);
  }
}
