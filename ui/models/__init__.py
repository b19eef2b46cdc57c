"""Qt item models over the open study. They read it, and edit it through `OpenStudy.edit`."""
