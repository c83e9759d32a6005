"""Korean, Chinese, Indian, Arabic and Hebrew music, in their own scripts."""

from __future__ import annotations

from spotify_cache.sandbox.catalog.themes import people
from spotify_cache.sandbox.catalog.themes.theme import theme

KOREAN = theme(
    "k-pop",
    genres="k-pop, k-indie, korean r&b, korean ballad, k-hip hop, korean city pop, trot",
    artists=29,
    years=(1984, 2026),
    words={
        "name": """강서준, 고은별, 구하람, 권도윤, 김다온, 나예린, 남궁설, 노을이, 도하늘, 류가온, 문지호, 민서율,
            박소담비, 배유진, 백아라, 서이안, 성하준, 송라온, 신우주, 안단테, 양이슬, 오로라, 유채원, 윤슬,
            이로운, 임새벽, 장하리, 전가람, 정이든, 조아인, 주은호, 차여름, 최바다, 하늘빛, 한겨울, 홍단""",
        "band": """9AM, AURORA7, BLOOM:ED, Cherry Avenue, DAYBREAK5, EVER:ON, GLASSWING, HALO8, LUMINA, MOONRISE,
            N0VA, ORBIT6, Paper Planet, PRISMA, Seoul Weekend, STARLIT, The Late Bus, VELVET RUN, WAVE TO EARTHLY,
            X-HARU, 검은 고래, 골목 라디오, 느린 우체통, 달빛 세탁소, 바람 공장, 새벽 네시, 소나기 클럽,
            옥상달빛정원, 작은 섬""",
        "noun": """가을, 거울, 거짓말, 겨울, 고백, 골목, 그림자, 기억, 꽃, 꿈, 나무, 눈, 눈물, 달, 도시, 마음,
            바다, 바람, 밤, 별, 봄, 비, 빛, 사랑, 사진, 새벽, 섬, 손, 시간, 아침, 약속, 여름, 여행, 우산, 위로,
            이별, 이야기, 일기, 정류장, 창문, 첫눈, 편지, 하늘, 하루""",
        "adj": """긴, 깊은, 낯선, 느린, 따뜻한, 마지막, 먼, 못다 한, 사라진, 새로운, 서툰, 수많은, 어두운, 완벽한,
            우리의, 작은, 조용한, 지나간, 첫, 푸른, 하얀""",
        "en": """Afterglow, Be Mine, Butterfly Effect, Crush, Deep Blue, Drama, Encore, Fever, Firework, Gravity,
            Hello Again, Highlight, Hush, In Bloom, Love Signal, Magnetic Field, Midnight Rain, Mirror, No Doubt,
            Oh My, One Kiss, Paradise, Psycho Love, Runway, Savage Heart, Spotlight, Sugar Rush, Summer Night,
            Supernova Girl, Tick Tock, Trouble, Wanna Be Yours, Who Are You, Zero Gravity""",
    },
    artist_names="""
        {name} x5
        {band} x5
    """,
    album_titles="""
        {en} x4
        {adj} {noun} x3
        {noun}의 {noun} x2
        {noun} x1
        THE {en}
    """,
    track_titles="""
        {en} x6
        {adj} {noun} x6
        {noun}의 {noun} x5
        {noun} x2
        {noun} ({en}) x3
        {noun}에게 x2
        {noun}, {noun} x2
        {noun}처럼 x2
        {noun} 속으로
        {en} (Inst.)
    """,
    labels="한강 레코드, Paper Moon Entertainment, Starfield ENT, 골목길, Blue Hour Music",
    countries="KR",
    seconds=(160, 260),
    tracks=(5, 11),
    featuring=0.1,
    remixes=0.08,
)

CHINESE = theme(
    "mandopop",
    genres="mandopop, cantopop, c-indie, taiwanese indie, chinese folk, chinese rock, c-hip hop",
    artists=23,
    years=(1975, 2026),
    words={
        "name": """白若溪, 陈一诺, 程远舟, 邓晚晴, 杜青禾, 方知微, 顾南星, 郭梓萌, 何沐阳, 江予安, 金子墨, 李清越,
            梁以辰, 林见夏, 陆星河, 罗小渔, 孟夕, 潘若水, 秦淮月, 沈听澜, 宋知行, 苏晚, 唐砚, 温以宁, 吴蔚蓝,
            夏临川, 谢长安, 许念, 叶知秋, 曾小满, 张海音, 赵鹿鸣, 钟离, 周渡, 朱颜""",
        "band": """白日出口, 二十四城, 海边邮局, 黑夜航班, 九点半, 蓝调车站, 没有名字的岛, 旅人计划, 南方小镇,
            透明人, 五月天台, 西风街, 夜行动物, 雨后乐队, 纸飞机""",
        "noun": """爱情, 背影, 冰山, 草原, 城市, 传说, 窗外, 春天, 大海, 灯火, 地铁, 冬夜, 房间, 风, 故事, 光,
            海岸线, 黑夜, 回忆, 火车, 季节, 街角, 距离, 空城, 蓝天, 泪水, 旅程, 梦, 玫瑰, 秘密, 明天, 南方, 青春,
            晴天, 秋天, 日记, 沙漠, 时光, 誓言, 思念, 天空, 微笑, 温柔, 夏天, 星星, 雪, 烟火, 眼睛, 夜色, 影子,
            永远, 雨季, 远方, 月光, 云""",
        "adj": """安静的, 不眠的, 沉默的, 第一个, 孤单的, 寂寞的, 看不见的, 蓝色的, 流浪的, 迷路的, 陌生的,
            破碎的, 倾斜的, 柔软的, 失落的, 透明的, 未完成的, 温柔的, 小小的, 遥远的, 永恒的, 最后的""",
        "phrase": """不说再见, 到此为止, 等你下课以后, 好久不见了, 就这样吧, 假如没有你, 来不及, 慢慢走,
            没什么大不了, 明天再说, 你还好吗, 亲爱的你, 如果可以, 算了吧, 忘了告诉你, 我愿意等, 想你的时候,
            一个人, 原来是你, 在路上""",
    },
    artist_names="""
        {name} x7
        {band} x2
    """,
    album_titles="""
        {adj}{noun} x4
        {noun}的{noun} x3
        {phrase} x2
        {noun}与{noun}
    """,
    track_titles="""
        {phrase} x6
        {adj}{noun} x7
        {noun}的{noun} x6
        {noun} x2
        {noun}与{noun} x2
        {noun}之{noun}
        给{noun}的信 x2
        再见{noun} x2
    """,
    labels="海风唱片, 滚石街, 南岸音乐, 蓝岛唱片, 晚安工作室",
    countries="TW,HK,SG,MY",
    seconds=(180, 310),
    remixes=0.03,
)

INDIAN = theme(
    "indian",
    genres="bollywood, hindi indie, ghazal, hindustani classical, filmi, punjabi pop, sufi, carnatic, indian fusion",
    artists=29,
    years=(1960, 2026),
    words={
        **people.INDIAN,
        "name": """अदिति वर्मा, अनन्या सेन, अर्जुन देव, आरव माथुर, इला दीक्षित, कबीर राय, कविता जोशी, गौरी पाठक, तारा नायर,
            देविका शाह, नैना कपूर, पल्लवी राव, मोहन तिवारी, यामिनी घोष, राघव मेहता, रेवा चौहान, समीर बक्शी, सहाना भट्ट,
            हर्ष गोखले""",
        "m": """आसमान, इश्क़, ख़्वाब, गीत, घर, चाँद, तारा, दरिया, दिल, दीपक, नाम, प्यार, बादल, मन, मौसम, राज़, रास्ता, वक़्त,
            शहर, सपना, सफ़र, सागर, साया, सूरज""",
        "f": """आवाज़, आँखें, कहानी, ख़ुशबू, चाँदनी, चिट्ठी, ज़मीन, ज़िंदगी, डोर, धूप, नदी, नींद, बात, बारिश, मंज़िल, महफ़िल, याद,
            रात, राह, रोशनी, शाम, सुबह, हवा""",
        "of": """आसमान, इश्क़, ख़्वाबों, चाँद, तारों, दिल, प्यार, बादलों, बारिश, मन, मौसम, यादों, रात, शहर, शाम, सपनों, सागर,
            सुबह, हवाओं""",
        "phrase": """आ जा, एक बार फिर, ओ साथी, कभी कभी यूँ, कहाँ हो तुम, कुछ तो कहो, चलो चलें, जाने क्यों, ठहर ज़रा, तुम बिन,
            तेरे लिए, पास आओ, फिर मिलेंगे, मेरे साथ, मैं और तुम, यूँ ही, रुक जाओ, सुनो ना""",
        "roman": """Aaja Mahi, Baarish, Chaandni, Dil Se Dil, Dheere Dheere, Ishq Tera, Jaane Do, Khwaab, Manzil,
            Mehfil, Musafir Hoon, Naina, Pehli Nazar, Raat Bhar, Rang, Saanwali, Safar, Tere Bina, Tumhari Yaad,
            Yaariyan""",
        "raga": """Raag Ahir Bhairav, Raag Bageshri, Raag Bhairavi, Raag Desh, Raag Hamsadhwani, Raag Jog,
            Raag Kafi, Raag Lalit, Raag Malkauns, Raag Puriya, Raag Yaman""",
        "form": "Alap, Dadra, Drut Teental, Jor & Jhala, Thumri, Vilambit Ektaal, Madhyalaya Jhaptaal",
    },
    artist_names="""
        {first} {last} x6
        {name} x4
        The {last} Collective
        Pandit {first} {last}
        {first}
    """,
    album_titles="""
        {f} x1
        {m} x1
        {of} की {f} x3
        {of} का {m} x2
        {roman} x4
        {raga}
    """,
    track_titles="""
        {phrase} x5
        {of} की {f} x5
        {of} का {m} x5
        {roman} x5
        {roman} (Reprise)
        {m} और {f} x2
        {raga}: {form} x3
        {roman} (From "{roman}")
    """,
    labels="Saptak Music, Chaandni Audio, Monsoon Tapes, Raga House, तरंग",
    countries="IN",
    seconds=(180, 420),
    tracks=(6, 11),
    featuring=0.2,
    remixes=0.08,
)

ARABIC = theme(
    "arabic",
    genres="arabic pop, arabic indie, tarab, raï, levantine folk, mahraganat, arabic jazz",
    artists=21,
    years=(1960, 2026),
    words={
        "first": """آدم, أمل, أنس, إياد, بشرى, جود, حلا, خالد, دانة, رنا, ريم, زياد, سارة, سلمى, شادي, طارق, عمر,
            غادة, فرح, كريم, لجين, ليلى, مايا, نادين, نور, هالة, ياسمين, يوسف""",
        "last": """البحري, البدر, الحلبي, الخوري, الدمشقي, الرافعي, الريحاني, الزين, السرايا, الشامي, العطار,
            الغزال, الفارس, القاسم, الكرمي, المرّ, النجار, الهاشم, الورّاق, اليافي""",
        "noun": """أغنية, بحر, بيت, حكاية, حلم, دروب, ربيع, رسالة, رقصة, رياح, زمن, سماء, شارع, شتاء, شمس, صباح,
            صوت, ضوء, ظل, عطر, عيون, غيمة, قلب, قمر, ليل, مرايا, مطر, موج, نافذة, نجمة, ورد""",
        "the": """البحر, البيت, الحب, الحنين, الخريف, الذاكرة, الروح, الزمان, السفر, السماء, الشتاء, الشرق, الشوق,
            الصباح, الصمت, الغربة, الغياب, الفجر, القلب, القمر, الليل, المدينة, المساء, المطر, المنفى, النيل,
            الياسمين""",
        "phrase": """إلى أين, انتظرتك, بعد الغياب, بلا عنوان, تعال, حبيبي عد, ربما غدا, سلام عليك, على الطريق,
            عندما نلتقي, قل لي, كان يا مكان, لا تسأل, لو كنت هنا, ما زلت هنا, مرة أخرى, من بعيد, وحدي, يا ليل""",
    },
    artist_names="""
        {first} {last} x8
        {noun} {the}
    """,
    album_titles="""
        {noun} {the} x5
        {phrase} x2
        {noun} و{noun} x1
    """,
    track_titles="""
        {phrase} x6
        {noun} {the} x10
        {noun} و{noun} x3
        يا {noun} x2
        {noun} x2
        أغنية إلى {first} x2
    """,
    labels="نسيم, صوت الشرق, دار النغم, مقام",
    countries="LB,EG,MA,AE,TN",
    seconds=(180, 420),
    tracks=(6, 11),
    remixes=0.04,
)

HEBREW = theme(
    "hebrew",
    genres="israeli indie, mizrahi, israeli rock, hebrew folk",
    artists=10,
    years=(1968, 2026),
    words={
        "first": """אביגיל, אורי, איתמר, אלמה, גיא, דניאלה, הילה, טליה, יובל, יעל, כרמל, ליאור, מאיה, נועם, נטע,
            עדי, עומר, רותם, שחר, שירה, תמר""",
        "last": """אלמוג, ארזי, ברקת, גבעון, דגן, הררי, זיתוני, טל-אור, ירקוני, כרמי, לביא, מדבר, נחליאל, סהר,
            עמית, צוקרוט, רימון, שדות, שקד, תבור""",
        "noun": """אור, אש, בוקר, בית, גל, גשם, דרך, חולות, חורף, חלון, חלום, ים, ירח, כוכב, כנפיים, לב, לילה,
            מים, מכתב, סתיו, עיר, ערב, ציפור, קול, קיץ, רוח, שיר, שמיים, שקט""",
        "of": """של אבא, של בוקר, של החוף, של הים, של חורף, של לילה, של מחר, של מישהו אחר, של סוף שבוע, של פעם,
            של קיץ, של שבת, שלך, שלנו""",
        "phrase": """אולי מחר, אל תלכי, בדרך הביתה, בלעדייך, הכול בסדר, ועכשיו שקט, חכי לי, כמעט סתיו, לא עכשיו,
            מה נשאר, עד הבוקר, עוד פעם אחת, קרוב יותר, רק איתך, תגידי כן""",
    },
    artist_names="""
        {first} {last} x6
        {noun} ו{noun}
    """,
    album_titles="""
        {noun} {of} x3
        {phrase} x2
        {noun} ו{noun}
    """,
    track_titles="""
        {phrase} x6
        {noun} {of} x8
        {noun} ו{noun} x4
        {noun} x2
        שיר ל{first} x2
    """,
    labels="הד המדבר, חוף ים, תקליטי השדרה",
    countries="IL",
    seconds=(170, 290),
    remixes=0.03,
)
