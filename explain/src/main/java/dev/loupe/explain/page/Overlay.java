package dev.loupe.explain.page;

import dev.loupe.data.image.Image;
import dev.loupe.data.image.Page;
import dev.loupe.data.image.SampleImage;
import dev.loupe.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/// Maps of values over what they are about: the larger a value, the less is seen through its
// colour.
public final class Overlay {
  private static final double MOST = 0.85;

  private Overlay() {}

  /// A map as a picture.
  ///
  /// @param map height x width, or height x width x 1
  /// @param low has the first colour
  /// @param high has the last colour
  public static Image map(Tensor map, ColourMap colours, double low, double high) {
    Image image = Image.black(map.shape().size(1), map.shape().size(0), 3);
    check(map, image);
    for (int i = 0; i < map.length(); i++) {
      put(image, i, colours.colour(map.get(i), low, high));
    }
    return image;
  }

  /// A map of values below and above 0 in two colours, 0 in white.
  ///
  /// @param map height x width, or height x width x 1
  public static Image signed(Tensor map) {
    double most = Math.max(most(map), Float.MIN_NORMAL);
    return map(map, ColourMap.DIVERGING, -most, most);
  }

  /// A map over a picture in grey; where the map is 0 the picture is seen alone.
  ///
  /// With [ColourMap#DIVERGING] values from `-most` to `most` are coloured, with
  /// [ColourMap#SEQUENTIAL] those from 0 to `most`.
  ///
  /// @param plane height x width x channels
  /// @param map height x width, or height x width x 1
  /// @param most the value of the last colour, above 0
  public static Image picture(Tensor plane, Tensor map, ColourMap colours, double most) {
    Image grey = SampleImage.of(plane).grey();
    check(map, grey);
    Image image = Image.black(grey.width(), grey.height(), 3);
    for (int i = 0; i < map.length(); i++) {
      double value = most > 0 ? Math.clamp(map.get(i) / most, -1, 1) : 0;
      int colour =
          switch (colours) {
            case SEQUENTIAL -> colours.colour(value);
            case DIVERGING -> colours.colour((value + 1) / 2);
          };
      double alpha =
          switch (colours) {
            case SEQUENTIAL -> MOST * Math.max(0, value);
            case DIVERGING -> MOST * Math.abs(value);
          };
      int below = (grey.pixels()[i] & 0xFF) * 0x010101;
      put(image, i, mixed(below, colour, alpha));
    }
    return image;
  }

  /// Slices of a volume with the same slices of a map over them, evenly from first to last.
  ///
  /// @param volume depth x height x width x channels
  /// @param map depth x height x width, or with one channel
  /// @param count how many at most
  public static List<Image> slices(
      Tensor volume, Tensor map, ColourMap colours, double most, int count) {
    List<Image> images = new ArrayList<>();
    for (int slice : chosen(volume.shape().size(0), count)) {
      images.add(picture(volume.item(slice), map.item(slice), colours, most));
    }
    return images;
  }

  /// Numbers of slices, evenly from the first to the last.
  ///
  /// @param depth how many there are
  /// @param count how many are wanted at most
  public static List<Integer> chosen(int depth, int count) {
    int n = Math.min(depth, count);
    List<Integer> slices = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      slices.add(n == 1 ? depth / 2 : (int) Math.round((double) i * (depth - 1) / (n - 1)));
    }
    return slices;
  }

  /// The greatest size of a map's values.
  public static double most(Tensor map) {
    double most = 0;
    for (int i = 0; i < map.length(); i++) {
      most = Math.max(most, Math.abs(map.get(i)));
    }
    return most;
  }

  static void put(Image image, int pixel, int colour) {
    image.pixels()[3 * pixel] = (byte) (colour >> 16);
    image.pixels()[3 * pixel + 1] = (byte) (colour >> 8);
    image.pixels()[3 * pixel + 2] = (byte) colour;
  }

  static int mixed(int below, int above, double alpha) {
    return Page.between(below, above, alpha);
  }

  private static void check(Tensor map, Image image) {
    boolean places = map.shape().rank() == 2 || map.shape().rank() == 3;
    if (!places || map.length() != image.width() * image.height()) {
      throw new IllegalArgumentException(
          "a map of " + map.shape() + " does not fit a picture of " + image.shape());
    }
  }
}
