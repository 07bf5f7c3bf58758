package dev.loupe.data.image;

/// What a picture file says about itself before its pixels are decoded.
///
/// @param format `JPEG`, `PNG`, `BMP` or `GIF`
/// @param width columns, after the EXIF orientation is applied
/// @param height rows, after the EXIF orientation is applied
/// @param grey whether it stores grey, or a palette of greys only (told for JPEG and PNG)
public record ImageHeader(String format, int width, int height, boolean grey) {}
