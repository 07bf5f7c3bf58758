module dev.loupe.formats {
}
