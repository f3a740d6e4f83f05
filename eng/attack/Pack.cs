using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace IowaSales.Attack;

/// <summary>The messages of a circuit: MessagePack behind a length, the little of both that a circuit uses.</summary>
internal static class Pack
{
    /// <summary>A message with its length.</summary>
    /// <param name="value">Arrays, maps of text, text, whole numbers, bytes, truth values and null.</param>
    public static byte[] Message(object?[] value)
    {
        var body = new ArrayBufferWriter<byte>();
        Write(body, value);
        var message = new ArrayBufferWriter<byte>(body.WrittenCount + 5);
        var length = body.WrittenCount;
        for (; length > 0x7f; length >>= 7)
        {
            Byte(message, (byte)(length | 0x80));
        }

        Byte(message, (byte)length);
        message.Write(body.WrittenSpan);
        return message.WrittenSpan.ToArray();
    }

    /// <summary>The messages in what was received.</summary>
    /// <param name="received">Whole messages, one after another.</param>
    public static IEnumerable<object?[]> Messages(ReadOnlyMemory<byte> received)
    {
        for (var at = 0; at < received.Length;)
        {
            var (length, shift) = (0, 0);
            byte next;
            do
            {
                next = received.Span[at++];
                length |= (next & 0x7f) << shift;
                shift += 7;
            }
            while ((next & 0x80) != 0);

            var start = 0;
            yield return (object?[])Read(received.Span.Slice(at, length), ref start)!;
            at += length;
        }
    }

    private static void Write(ArrayBufferWriter<byte> to, object? value)
    {
        switch (value)
        {
            case null:
                Byte(to, 0xc0);
                break;
            case bool truth:
                Byte(to, truth ? (byte)0xc3 : (byte)0xc2);
                break;
            case int number:
                Write(to, (long)number);
                break;
            case long number:
                Head(to, 0xd3, number, 8);
                break;
            case string text:
                var letters = Encoding.UTF8.GetBytes(text);
                Head(to, 0xdb, letters.Length, 4);
                to.Write(letters);
                break;
            case byte[] bytes:
                Head(to, 0xc6, bytes.Length, 4);
                to.Write(bytes);
                break;
            case object?[] items:
                Head(to, 0xdd, items.Length, 4);
                foreach (var item in items)
                {
                    Write(to, item);
                }

                break;
            case Dictionary<string, string> map:
                Head(to, 0xdf, map.Count, 4);
                foreach (var (name, text) in map)
                {
                    Write(to, name);
                    Write(to, text);
                }

                break;
            default:
                throw new ArgumentException($"{value.GetType()} is not sent to a circuit.", nameof(value));
        }
    }

    private static void Byte(ArrayBufferWriter<byte> to, byte value)
    {
        to.GetSpan(1)[0] = value;
        to.Advance(1);
    }

    private static void Head(ArrayBufferWriter<byte> to, byte kind, long number, int bytes)
    {
        Span<byte> head = stackalloc byte[9];
        BinaryPrimitives.WriteInt64BigEndian(head[1..], number << (64 - (8 * bytes)));
        head[0] = kind;
        to.Write(head[..(bytes + 1)]);
    }

    private static object? Read(ReadOnlySpan<byte> from, ref int at)
    {
        var kind = from[at++];
        return kind switch
        {
            <= 0x7f => (long)kind,
            <= 0x8f => ReadItems(from, 2 * (kind & 0xf), ref at),
            <= 0x9f => ReadItems(from, kind & 0xf, ref at),
            <= 0xbf => ReadText(from, kind & 0x1f, ref at),
            0xc0 => null,
            0xc2 => false,
            0xc3 => true,
            0xc4 => ReadBytes(from, (int)Number(from, 1, ref at), ref at),
            0xc5 => ReadBytes(from, (int)Number(from, 2, ref at), ref at),
            0xc6 => ReadBytes(from, (int)Number(from, 4, ref at), ref at),
            0xca => BitConverter.Int32BitsToSingle((int)Number(from, 4, ref at)),
            0xcb => BitConverter.Int64BitsToDouble((long)Number(from, 8, ref at)),
            0xcc or 0xd0 => (long)Number(from, 1, ref at),
            0xcd or 0xd1 => (long)Number(from, 2, ref at),
            0xce or 0xd2 => (long)Number(from, 4, ref at),
            0xcf or 0xd3 => (long)Number(from, 8, ref at),
            0xd9 => ReadText(from, (int)Number(from, 1, ref at), ref at),
            0xda => ReadText(from, (int)Number(from, 2, ref at), ref at),
            0xdb => ReadText(from, (int)Number(from, 4, ref at), ref at),
            0xdc => ReadItems(from, (int)Number(from, 2, ref at), ref at),
            0xdd => ReadItems(from, (int)Number(from, 4, ref at), ref at),
            0xde => ReadItems(from, 2 * (int)Number(from, 2, ref at), ref at),
            0xdf => ReadItems(from, 2 * (int)Number(from, 4, ref at), ref at),
            >= 0xe0 => (long)(sbyte)kind,
            _ => throw new InvalidDataException($"0x{kind:x2} begins nothing that a circuit sends."),
        };
    }

    private static ulong Number(ReadOnlySpan<byte> from, int bytes, ref int at)
    {
        var number = 0UL;
        for (var i = 0; i < bytes; i++)
        {
            number = (number << 8) | from[at++];
        }

        return number;
    }

    private static string ReadText(ReadOnlySpan<byte> from, int length, ref int at)
    {
        var text = Encoding.UTF8.GetString(from.Slice(at, length));
        at += length;
        return text;
    }

    private static byte[] ReadBytes(ReadOnlySpan<byte> from, int length, ref int at)
    {
        var bytes = from.Slice(at, length).ToArray();
        at += length;
        return bytes;
    }

    private static object?[] ReadItems(ReadOnlySpan<byte> from, int count, ref int at)
    {
        var items = new object?[count];
        for (var i = 0; i < count; i++)
        {
            items[i] = Read(from, ref at);
        }

        return items;
    }
}
