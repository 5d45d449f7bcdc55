using MudBlazor;

namespace Ringpost.Console.Shell;

/// <summary>The tokens of design.md as MudBlazor's theme. The same values stand in ringpost.css for our own elements.</summary>
internal static class RingpostTheme
{
    private static readonly string[] Sans = ["system-ui", "-apple-system", "Segoe UI", "Roboto", "Noto Sans", "sans-serif"];

    public static readonly MudTheme Theme = new()
    {
        PaletteLight = new PaletteLight
        {
            Background = "#F7F7F5",
            BackgroundGray = "#F7F7F5",
            Surface = "#FFFFFF",
            AppbarBackground = "#FFFFFF",
            AppbarText = "#1B1D21",
            DrawerBackground = "#F7F7F5",
            DrawerText = "#1B1D21",
            DrawerIcon = "#5C616B",
            Primary = "#0B5D5E",
            PrimaryContrastText = "#FFFFFF",
            Secondary = "#5C616B",
            SecondaryContrastText = "#FFFFFF",
            Success = "#1F6B3A",
            Warning = "#8A5200",
            Error = "#B3261E",
            Info = "#2A4FA3",
            TextPrimary = "#1B1D21",
            TextSecondary = "#5C616B",
            TextDisabled = "#5C616B",
            ActionDefault = "#5C616B",
            ActionDisabled = "#8A8F98",
            Divider = "#DEDED9",
            LinesDefault = "#DEDED9",
            LinesInputs = "#8A8F98",
            TableLines = "#DEDED9",
            TableHover = "#F7F7F5",
        },
        PaletteDark = new PaletteDark
        {
            Background = "#131517",
            BackgroundGray = "#131517",
            Surface = "#1B1E21",
            AppbarBackground = "#1B1E21",
            AppbarText = "#ECEDEE",
            DrawerBackground = "#131517",
            DrawerText = "#ECEDEE",
            DrawerIcon = "#A3A9B2",
            Primary = "#5CC4BE",
            PrimaryContrastText = "#0C1A1A",
            Secondary = "#A3A9B2",
            SecondaryContrastText = "#0C1A1A",
            Success = "#7CCB95",
            Warning = "#E0AE5B",
            Error = "#F2938C",
            Info = "#9DB8F5",
            TextPrimary = "#ECEDEE",
            TextSecondary = "#A3A9B2",
            TextDisabled = "#A3A9B2",
            ActionDefault = "#A3A9B2",
            ActionDisabled = "#6E747D",
            Divider = "#33373C",
            LinesDefault = "#33373C",
            LinesInputs = "#6E747D",
            TableLines = "#33373C",
            TableHover = "#22262A",
        },
        LayoutProperties = new LayoutProperties { DefaultBorderRadius = "6px" },
        Typography = new Typography
        {
            Default = new DefaultTypography
            {
                FontFamily = Sans,
                FontSize = "14px",
                LineHeight = "1.45",
                LetterSpacing = "normal",
            },
            H1 = new H1Typography
            {
                FontFamily = Sans,
                FontSize = "20px",
                FontWeight = "600",
                LineHeight = "1.3",
                LetterSpacing = "normal",
            },
            H2 = new H2Typography
            {
                FontFamily = Sans,
                FontSize = "16px",
                FontWeight = "600",
                LineHeight = "1.35",
                LetterSpacing = "normal",
            },
            H6 = new H6Typography
            {
                FontFamily = Sans,
                FontSize = "16px",
                FontWeight = "600",
                LineHeight = "1.35",
                LetterSpacing = "normal",
            },
            Body1 = new Body1Typography
            {
                FontFamily = Sans,
                FontSize = "14px",
                LineHeight = "1.45",
                LetterSpacing = "normal",
            },
            Body2 = new Body2Typography
            {
                FontFamily = Sans,
                FontSize = "13px",
                LineHeight = "1.45",
                LetterSpacing = "normal",
            },
            Button = new ButtonTypography
            {
                FontFamily = Sans,
                FontSize = "14px",
                FontWeight = "500",
                TextTransform = "none",
                LetterSpacing = "normal",
            },
            Caption = new CaptionTypography
            {
                FontFamily = Sans,
                FontSize = "12px",
                LetterSpacing = "normal",
            },
        },
    };
}
