package dev.loupe.explain.filter;

import dev.loupe.explain.page.Content;
import dev.loupe.explain.page.HtmlPage;
import dev.loupe.kernel.Axis;
import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.function.ToIntFunction;

/// A page that shows how one filter passes over one sample: where it is, what lies under it, the
/// products, their sum, the feature map as it grows. It plays, steps, and follows the keyboard.
///
/// Of volumes the middle slice of the sample under the middle slice of the filter; samples longer
/// than 64 places along an axis are reduced by means.
public final class SlidingPage {
  private static final int MOST = 64;
  private static final int MOST_SIGNAL = 512;

  private SlidingPage() {}

  /// The page of a filter.
  ///
  /// @param sight on the network
  /// @param bank a convolution that looks at the input of the network
  /// @param index of the filter
  /// @param bias what is added to each sum
  /// @param sample as it is read
  /// @param caption says which filter it is
  /// @throws IllegalArgumentException if the convolution does not look at the input
  public static HtmlPage of(
      Sight sight, FilterBank bank, int index, double bias, Tensor sample, String caption) {
    if (!bank.first() || bank.groups() != 1) {
      throw new IllegalArgumentException(bank.path() + " does not look at the input as a whole");
    }
    Tensor seen = sight.normalised(sample.reshape(sample.shape().prepend(1))).item(0);
    Tensor filter = bank.filter(index);
    while (seen.shape().rank() > 3) {
      seen = seen.item(seen.shape().size(0) / 2);
      filter = filter.item(filter.shape().size(0) / 2);
    }
    if (seen.shape().rank() == 2) {
      seen = seen.reshape(seen.shape().prepend(1));
      filter = filter.reshape(filter.shape().prepend(1));
    }
    Tensor input = reduced(seen);
    StringBuilder data = new StringBuilder("{");
    data.append("size:[%d,%d],".formatted(input.shape().size(0), input.shape().size(1)))
        .append("kernel:[%d,%d],".formatted(filter.shape().size(0), filter.shape().size(1)))
        .append("channels:%d,".formatted(input.shape().channels()))
        .append("order:%s,".formatted(sight.blueFirst() ? "[2,1,0]" : "[0,1,2]"))
        .append("stride:%s,".formatted(axes(bank, Axis::stride, 1)))
        .append("dilation:%s,".formatted(axes(bank, Axis::dilation, 1)))
        .append("before:%s,".formatted(axes(bank, Axis::before, 0)))
        .append("after:%s,".formatted(axes(bank, Axis::after, 0)))
        .append("bias:%s,".formatted(number(bias)))
        .append("input:%s,".formatted(numbers(input)))
        .append("filter:%s}".formatted(numbers(filter)));
    return HtmlPage.of("A filter slides over a sample")
        .introduction(caption)
        .section("Window, products, sum", Content.markup(resource("sliding.html")))
        .script(resource("sliding.js").replace("DATA", data));
  }

  private static String axes(FilterBank bank, ToIntFunction<Axis> what, int otherwise) {
    List<Axis> axes = bank.window().axes();
    int last = what.applyAsInt(axes.getLast());
    int above = axes.size() == 1 ? otherwise : what.applyAsInt(axes.get(axes.size() - 2));
    return "[" + above + "," + last + "]";
  }

  private static Tensor reduced(Tensor plane) {
    Shape shape = plane.shape();
    int most = shape.size(0) == 1 ? MOST_SIGNAL : MOST;
    int factor = (Math.max(shape.size(0), shape.size(1)) + most - 1) / most;
    int down = shape.size(0) == 1 ? 1 : factor;
    Tensor small =
        Tensor.zeros(Shape.of(shape.size(0) / down, shape.size(1) / factor, shape.channels()));
    int columns = small.shape().size(1);
    for (int y = 0; y < small.shape().size(0) * down; y++) {
      for (int x = 0; x < columns * factor; x++) {
        for (int c = 0; c < shape.channels(); c++) {
          int to = (y / down * columns + x / factor) * shape.channels() + c;
          float value = plane.get((y * shape.size(1) + x) * shape.channels() + c);
          small.set(to, small.get(to) + value / (down * factor));
        }
      }
    }
    return small;
  }

  private static String numbers(Tensor values) {
    StringBuilder text = new StringBuilder("[");
    for (int i = 0; i < values.length(); i++) {
      text.append(i == 0 ? "" : ",").append(number(values.get(i)));
    }
    return text.append(']').toString();
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.4g", value);
  }

  private static String resource(String name) {
    try (InputStream in = SlidingPage.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is missing from the program");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
