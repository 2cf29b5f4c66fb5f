namespace CorrSyn.Browser.Tests;

/// <summary>Text that would do something if a page took it for more than text. What it does is set a mark.</summary>
internal static class HostileText
{
    /// <summary>An expression of JavaScript that is true once any of it has run.</summary>
    public const string HasRun = "window.hostile === true || document.title.includes('hostile')";

    /// <summary>The same as the name of a folder: no slash, which file names cannot have.</summary>
    public const string FolderName = "x<img src=x onerror=window.hostile=true>\"onload=\"window.hostile=true\" ${7*7} \u202egnp.exe%3Cscript%3E#?'&amp;";

    public static IReadOnlyList<string> All { get; } =
    [
        "<img src=x onerror=window.hostile=true>",
        "</script><script>window.hostile=true</script>",
        "\"onload=\"window.hostile=true",
        "' autofocus onfocus=window.hostile=true '",
        "javascript:window.hostile=true",
        "<a href=\"javascript:window.hostile=true\">x</a>",
        "<svg onload=window.hostile=true>",
        "${7*7}{{7*7}}%{x}",
        "&lt;img src=x onerror=window.hostile=true&gt;",
        "\u202ereversed\u202c \u200fmarks",
        "<b>bold</b><br>",
    ];
}
