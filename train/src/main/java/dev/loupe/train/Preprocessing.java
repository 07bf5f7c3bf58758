package dev.loupe.train;

import dev.loupe.data.Dataset;
import dev.loupe.data.Normalise;
import dev.loupe.data.Statistics;
import dev.loupe.data.image.Colour;
import dev.loupe.data.image.Filter;
import dev.loupe.data.image.Image;
import dev.loupe.data.image.ResizeMode;
import dev.loupe.data.image.Resized;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What is done to a sample before a model sees it: kept with the model.
///
/// @param input the shape of a sample: spatial..., channels
/// @param mean what is taken from each channel
/// @param deviation what each channel is then divided by, above 0
/// @param pictures how picture files become samples, where the model was trained on such
public record Preprocessing(
    Shape input, List<Float> mean, List<Float> deviation, Optional<Pictures> pictures) {
  /// How a picture file becomes a sample of the input's height and width.
  ///
  /// @param colour which channels
  /// @param mode how the size is reached
  /// @param filter what it is resized with
  /// @param resized the size before the middle is cut out, where it is another
  public record Pictures(Colour colour, ResizeMode mode, Filter filter, Optional<Resized> resized) {
    /// With nothing cut out.
    public Pictures(Colour colour, ResizeMode mode, Filter filter) {
      this(colour, mode, filter, Optional.empty());
    }

    /// A picture as a sample.
    ///
    /// @param image in these channels
    /// @throws LoupeException if the size is larger than that before the middle is cut out
    public Image apply(Image image, int width, int height) {
      return mode.apply(image, width, height, filter, resized);
    }
  }

  /// Copies and checks the lists.
  ///
  /// @throws LoupeException if there isn't a mean and a deviation for each channel
  public Preprocessing {
    mean = List.copyOf(mean);
    deviation = List.copyOf(deviation);
    if (mean.size() != input.channels() || deviation.size() != input.channels()) {
      throw LoupeException.of("preprocessing: each channel needs a mean and a deviation")
          .expected(input.channels() + " of each for samples of " + input)
          .got(mean.size() + " means and " + deviation.size() + " deviations");
    }
  }

  /// Values as they are.
  public static Preprocessing none(Shape input) {
    return new Preprocessing(
        input,
        java.util.Collections.nCopies(input.channels(), 0f),
        java.util.Collections.nCopies(input.channels(), 1f),
        Optional.empty());
  }

  /// Mean 0 and deviation 1 for each channel of a dataset.
  public static Preprocessing of(Dataset dataset, Statistics statistics) {
    Normalise n = statistics.normalise();
    return new Preprocessing(
        dataset.shape(), list(n.mean()), list(n.deviation()), Optional.empty());
  }

  /// The same for picture files read so.
  public Preprocessing withPictures(Pictures how) {
    return new Preprocessing(input, mean, deviation, Optional.of(how));
  }

  /// The transform that shifts and scales.
  public Normalise normalise() {
    return new Normalise(array(mean), array(deviation));
  }

  private static List<Float> list(float[] values) {
    List<Float> list = new ArrayList<>();
    for (float v : values) {
      list.add(v);
    }
    return list;
  }

  private static float[] array(List<Float> values) {
    float[] array = new float[values.size()];
    for (int i = 0; i < array.length; i++) {
      array[i] = values.get(i);
    }
    return array;
  }
}
