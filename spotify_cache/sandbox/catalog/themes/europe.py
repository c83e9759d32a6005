"""Northern, central and eastern Europe, in their own languages and scripts."""

from __future__ import annotations

from spotify_cache.sandbox.catalog.themes import people
from spotify_cache.sandbox.catalog.themes.theme import theme

NORDIC = theme(
    "nordic",
    genres="nordic folk, icelandic indie, swedish pop, norwegian jazz, finnish indie, nordic ambient, viking folk",
    artists=23,
    years=(1970, 2026),
    words={
        **people.NORDIC,
        "noun": """Aften, Bølge, Dimma, Drøm, Eld, Fjell, Fjord, Fugl, Hav, Himmel, Hjerte, Høst, Is, Lys, Måne,
            Morgen, Natt, Nordlys, Regn, Sjø, Skog, Skygge, Snø, Sommer, Stein, Stille, Storm, Sang, Sol, Tåke,
            Tid, Vår, Vind, Vinter, Øy""",
        "ice": """Andvari, Birta, Draumur, Eldfell, Fjara, Fold, Gola, Hafið, Heima, Hljóð, Hraun, Jökull, Ljós,
            Mosi, Norðrið, Rökkur, Sandur, Skál, Snjór, Stjarna, Svell, Tjörn, Úlfar, Vor, Þoka, Ösp""",
        "english": """A Far Island, Birch, Boathouse, Cold Hands, Gulls, Home by Water, Leave No Light,
            Long Winter, Low Sun, Midsummer, November, Pale Harbour, Polar Nights, Slow Ferry, Snowblind,
            The Last Ferry, Thaw, White Noise, Wool, Your Northern Heart""",
    },
    artist_names="""
        {first} {last} x5
        {ice} x2
        {noun}
        {first} & {noun}en x1
        {ice} {ice}
    """,
    album_titles="""
        {noun} x2
        {ice} x2
        {english} x3
        {noun} og {noun} x2
    """,
    track_titles="""
        {noun} x3
        {ice} x3
        {english} x5
        {noun} og {noun} x4
        {noun}, {noun} x2
        {english} ({noun}) x2
        {noun}sang x2
        {ice} II
        Til {first} x3
        {first}s {noun} x3
    """,
    labels="Nordlys Plater, Smekkur, Boathouse, Vinterhage, Kallt Vatn",
    countries="NO,SE,IS,DK,FI",
    seconds=(170, 420),
    remixes=0.08,
)

GERMAN = theme(
    "german",
    genres="""krautrock, neue deutsche welle, german pop, deutschrap, liedermacher, german indie, schlager,
        kosmische musik""",
    artists=21,
    years=(1968, 2026),
    words={
        **people.GERMAN,
        "noun": """Abend, Anfang, Asphalt, Atem, Bahnhof, Beton, Blau, Brücke, Echo, Ferne, Flugzeug, Funkturm,
            Gegenwart, Glas, Herbst, Himmel, Horizont, Insel, Kaffee, Küste, Laterne, Licht, Mond, Nebel, Neon,
            Ozean, Papier, Regen, Schatten, Schnee, Sommer, Spiegel, Stille, Tanz, Traum, Ufer, Wasser, Winter,
            Zeit, Zukunft""",
        "phrase": """Alles auf Anfang, Am Ende der Straße, Bis morgen früh, Bleib noch, Dann eben nicht,
            Das letzte Mal, Du fehlst, Fast wie früher, Für immer Sonntag, Gib mir Zeit, Halt mich fest,
            Ich weiß es nicht, Immer weiter, Irgendwo dazwischen, Kein Wort, Komm zurück, Lass uns gehen,
            Mein Herz macht Pause, Nichts bleibt, Nie wieder Montag, Noch einmal, Nur für heute, Ohne dich,
            So oder so, Später vielleicht, Unter Wasser, Vergiss es, Warum nicht, Wenn du willst, Zu spät""",
        "city": """Bielefeld, Bremen, Dresden, Duisburg, Flensburg, Görlitz, Hannover, Kassel, Köln, Kreuzberg,
            Lübeck, Mannheim, Rostock, Weimar, Wuppertal""",
    },
    artist_names="""
        {first} {last} x5
        {noun} x1
        {noun}{noun} x1
        {noun} {city} x2
        Die {last}s
        Gruppe {noun}
    """,
    album_titles="""
        {phrase} x3
        {noun} und {noun} x2
        {noun} x2
        {city} bei Nacht
        {noun} ohne {noun}
    """,
    track_titles="""
        {phrase} x8
        {noun} und {noun} x4
        {noun} ohne {noun} x3
        {city} x1
        {city} bei Nacht x2
        {noun} x3
        {noun} in {city} x3
        {noun}, {noun}, {noun}
        Lied für {first} x2
        {noun} (Teil 2)
        Nach {city} x2
    """,
    labels="Tonträger Nord, Funkhaus, Grauzone Platten, Morgenstern, Ohrensessel",
    countries="DE,AT,CH",
    seconds=(160, 420),
    explicit=0.05,
    remixes=0.1,
)

RUSSIAN = theme(
    "russian",
    genres="""russian rock, russian post-punk, ukrainian indie, bard, russian pop, soviet disco, ukrainian folk,
        russian rap""",
    artists=23,
    years=(1968, 2026),
    words={
        "first": """Алёна, Андрей, Арсений, Василиса, Вера, Глеб, Дарья, Евгения, Егор, Елена, Захар, Илья, Кира,
            Лев, Лидия, Марьяна, Матвей, Мирослава, Надежда, Назар, Оксана, Олеся, Павел, Платон, Роман, Савва,
            Соломия, Тарас, Устинья, Фёдор, Яна""",
        "last": """Белозор, Берестов, Верба, Ветрова, Вишневецкая, Громов, Долгих, Журавель, Заречный, Зимородок,
            Калинник, Ковальчук, Коростель, Лазарев-Дон, Левкович, Мороз, Нечай, Орлик, Полынь, Северин, Снежко,
            Соколюк, Тополь, Чайка, Черноус, Яворская""",
        "band": """Белый шум, Бетонный сад, Вечерний трамвай, Восьмой этаж, Город зимой, Дальний свет,
            Зимний вокзал, Кинозал, Контур, Красный март, Молчат фонари, Ночная смена, Остановка, Первый снег,
            Пятый             угол, Северный ветер, Синий троллейбус, Старый двор, Тихий океан, Утро понедельника,
            Чёрный чай, Эхо""",
        "m": """ветер, вечер, вокзал, город, день, дождь, дом, звук, костёр, лес, мост, океан, поезд, рассвет,
            сад, сентябрь, снег, сон, туман, фонарь, час, экран""",
        "am": """белый, вечный, далёкий, долгий, забытый, зимний, лишний, медленный, ночной, первый, последний,
            пустой, северный, серый, синий, старый, тёплый, тихий, чужой""",
        "f": """весна, вода, война, гроза, дорога, душа, зима, земля, игла, комната, луна, любовь, ночь, осень,
            память, песня, печаль, птица, река, свеча, стена, тень, тишина, улица""",
        "af": """белая, вечная, далёкая, долгая, забытая, зимняя, лишняя, медленная, ночная, первая, последняя,
            пустая, северная, серая, синяя, старая, тёплая, тихая, чужая""",
        "phrase": """Без тебя, Больше не звони, Всё пройдёт, Выше нас, Где-то там, До утра, Ещё вчера, Иди домой,
            Как в кино, Когда ты спишь, Мы не спим, На краю, Навсегда, Не молчи, Никому не говори, Не спеши,
            Ничего не жаль, Опять             весна, По кругу, Пока горит свет, Просто так, С нуля, Только ты,
            Ты и я, Уходя, Я вернусь""",
    },
    artist_names="""
        {first} {last} x5
        {band} x6
    """,
    album_titles="""
        {am} {m} x3
        {af} {f} x3
        {phrase} x3
    """,
    track_titles="""
        {phrase} x7
        {am} {m} x5
        {af} {f} x5
        {m} и {f} x3
        {f} x2
        {m} x2
        {af} {f}, {am} {m} x2
        {m}, которого нет
    """,
    labels="Дальний свет, Пятница Рекордс, Бульвар, Первый этаж, Степ",
    countries="UA,KZ,LV,GE",
    seconds=(170, 300),
    explicit=0.06,
    remixes=0.08,
)

GREEK = theme(
    "greek",
    genres="laïkó, éntekhno, rebetiko, greek pop, greek indie",
    artists=14,
    years=(1965, 2026),
    words={
        "first": """Αλίκη, Άννα, Αντώνης, Βασίλης, Γιάννης, Δανάη, Δημήτρης, Ειρήνη, Ελένη, Ηλίας, Θάνος,
            Κατερίνα, Κώστας, Λευτέρης, Μάνος, Μαρίνα, Μελίνα, Νίκος, Ορφέας, Πέτρος, Σοφία, Σταύρος, Φαίδρα,
            Χρήστος""",
        "last": """Αγγελίδης, Αμοργιανός, Βενέτη, Γαλανάκης, Δελλής, Ζαρκάδη, Θαλασσινός, Καλογήρου, Κυριαζής,
            Λεμονή, Μαυρομάτης, Νεφέλη, Ξενάκη, Παλαμάς-Ρήγας, Ροδίτης, Σαμιώτη, Τριανταφύλλου, Φωτεινός""",
        "thing": """αέρας, άνεμος, βροχή, δρόμος, ήλιος, θάλασσα, καλοκαίρι, κύμα, λιμάνι, μάτια, μουσική, νησί,
            νύχτα, όνειρο, ουρανός, παράθυρο, ποτάμι, σιωπή, σκιά, τραγούδι, φεγγάρι, φθινόπωρο, φωτιά, χειμώνας""",
        "gen": """της αγάπης, της βροχής, της θάλασσας, της καρδιάς, της μάνας, της νύχτας, της σιωπής,
            του ανέμου, του δρόμου, του έρωτα, του καλοκαιριού, του νησιού, του ουρανού, του φεγγαριού,
            του χειμώνα""",
        "phrase": """Άσε με, Για πάντα, Δεν ξέρω, Έλα κοντά, Και πάλι εδώ, Κάπου αλλού, Κι αν φύγεις, Μαζί σου,
            Μείνε, Μη μιλάς, Μια φορά, Πες μου, Πού να 'σαι, Σ' αγαπώ ακόμα, Στο λιμάνι, Τι να πω, Τώρα,
            Χωρίς εσένα""",
    },
    artist_names="""
        {first} {last} x8
        {thing} {gen}
    """,
    album_titles="""
        {thing} {gen} x3
        {phrase} x3
        {thing} και {thing} x2
    """,
    track_titles="""
        {phrase} x6
        {thing} {gen} x8
        {thing} και {thing} x4
        {thing} x2
        Το τραγούδι {gen} x3
        {phrase}, {first} x2
    """,
    labels="Λιμάνι, Μελτέμι, Ήχος Αιγαίου",
    countries="GR,CY",
    seconds=(170, 300),
    remixes=0.02,
)

TURKISH = theme(
    "turkish",
    genres="anadolu rock, turkish pop, türkü, turkish psych, arabesk",
    artists=12,
    years=(1967, 2026),
    words={
        "first": """Aslı, Aylin, Barlas, Bengü Su, Cemre, Çağla, Deniz, Dilara, Efe, Elif, Emrecan, Feride, Gökçe,
            Hazal, İlker, İpek, Kaan, Leyla, Melike, Nazlı, Okan, Özge, Selin, Tuna, Ufuk, Yıldız, Zeynep""",
        "last": """Akdeniz, Akyürek, Bozkır, Candan, Çınar, Dağdelen, Ersoy-Tan, Gümüşsu, Güneş, Işıklar,
            Kaplanoğlu, Karahan, Özgür, Poyraz, Sarıkaya, Soylu, Şimşek, Taşkın, Uçar, Yağmur""",
        "thing": """Akşam, Ateş, Bahar, Bulut, Çiçek, Dağ, Deniz, Dünya, Gece, Gökyüzü, Gönül, Güneş, Hayat,
            İstanbul, Kar, Kuş, Liman, Masal, Mektup, Rüya, Rüzgâr, Sokak, Şarkı, Toprak, Umut, Yağmur, Yalnızlık,
            Yol, Yıldız, Zaman""",
        "adj": """Bitmeyen, Büyük, Eski, Gizli, Güzel, Kara, Kayıp, Kırık, Kısa, Mavi, Sessiz, Son, Sonsuz, Uzak,
            Uzun, Yalnız, Yeni, Yorgun""",
        "phrase": """Bana Sor, Beni Unutma, Bir Daha, Bu Gece, Dön Gel, Gel Gör, Gitme Kal, Hadi Gidelim,
            Her Şey Güzel, Nerdesin, Olmaz, Sen Yoksan, Sensiz, Seni Bekledim, Yine Akşam""",
    },
    artist_names="""
        {first} {last} x7
        {adj} {thing} x3
    """,
    album_titles="""
        {adj} {thing} x4
        {phrase} x2
        {thing} ve {thing}
    """,
    track_titles="""
        {phrase} x6
        {adj} {thing} x8
        {thing} ve {thing} x4
        {thing} x2
        {thing} Türküsü x2
        {adj} {thing}, {adj} {thing}
    """,
    labels="Boğaz Plak, Mavi Kıta, Anadolu Ses",
    countries="TR",
    seconds=(170, 300),
    remixes=0.04,
)
