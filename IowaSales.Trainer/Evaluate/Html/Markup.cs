using System.Globalization;
using System.Xml;
using System.Xml.Linq;

namespace IowaSales.Trainer.Evaluate.Html;

/// <summary>Elements of a page; text is encoded by the document model.</summary>
internal static class Markup
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    /// <summary>An HTML element, never self-closing.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="content">Attributes, elements and text.</param>
    public static XElement Tag(string name, params object?[] content) => new(name, "", content.Select(Clean));

    /// <summary>An HTML element that has no content and no end.</summary>
    public static XElement VoidTag(string name, params XAttribute[] attributes) => new(name, attributes);

    /// <summary>An SVG element.</summary>
    public static XElement Shape(string name, params object?[] content) => new(Svg + name, content.Select(Clean));

    /// <summary>An attribute.</summary>
    public static XAttribute Attribute(string name, string value) => new(name, Printable(value));

    /// <summary>A length or position, short.</summary>
    public static XAttribute Attribute(string name, double value) => new(name, Number(value));

    /// <summary>A length or position as text, short.</summary>
    public static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    private static object? Clean(object? content) => content is string text ? Printable(text) : content;

    private static string Printable(string text) =>
        text.All(XmlConvert.IsXmlChar) ? text : string.Concat(text.Select(letter => XmlConvert.IsXmlChar(letter) ? letter : '\uFFFD'));
}
