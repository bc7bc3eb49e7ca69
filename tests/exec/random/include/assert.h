/* What csmith's headers ask for and do not use. */
