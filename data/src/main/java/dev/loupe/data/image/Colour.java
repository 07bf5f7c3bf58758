package dev.loupe.data.image;

/// How many channels a picture is read with.
public enum Colour {
  /// One channel: the luma of a colour picture by ITU-R BT.601, as Pillow's mode `L`.
  GREY,
  /// Three channels: red, green, blue; a grey picture gets three equal ones.
  RGB,
  /// Three channels: blue, green, red, as OpenCV and Caffe read pictures.
  BGR,
  /// One channel where the file stores grey (or only greys in its palette), else three.
  AS_IS;

  /// The number of channels of a picture read so.
  ///
  /// @param grey whether the file stores grey
  public int channels(boolean grey) {
    return switch (this) {
      case GREY -> 1;
      case RGB, BGR -> 3;
      case AS_IS -> grey ? 1 : 3;
    };
  }
}
